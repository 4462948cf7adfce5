namespace DigitalTwin.OwnerConsole;

/// <summary>What the console's first page needs to know before anybody signs in.</summary>
/// <param name="IsClaimed">Whether there is an account to sign in to; without one, the owner's key makes it.</param>
/// <param name="Provider">The host name of the provider to sign in with; left out where there is none.</param>
public sealed record SignInStatus(bool IsClaimed, string? Provider);

/// <summary>How the twin is set up, as far as its owner has to know: settings that are in effect, none of them secret.</summary>
public sealed record ConsoleView
{
    /// <summary>
    /// How news reach the page: <c>stream</c> (<c>/api/owner/events</c>), or <c>poll</c> where an open request is billed.
    /// </summary>
    public required string Live { get; init; }

    /// <summary>Whether the persona is a stored file, which can be edited here.</summary>
    public required bool IsEditable { get; init; }

    /// <summary>The model's provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The model's name; empty where there is none.</summary>
    public required string Model { get; init; }

    /// <summary>The websites that may use the twin; empty: pages of its own host and of this machine.</summary>
    public required IReadOnlyList<string> Origins { get; init; }

    /// <summary>Where notices go beside the page: <c>mail</c>, <c>webhooks</c>.</summary>
    public required IReadOnlyList<string> Notices { get; init; }

    /// <summary>The currency of all amounts, as three letters.</summary>
    public required string Currency { get; init; }

    /// <summary>For how many days conversations are kept after they were last used.</summary>
    public required int RetentionDays { get; init; }
}
