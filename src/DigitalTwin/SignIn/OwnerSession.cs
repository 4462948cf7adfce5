
namespace DigitalTwin.SignIn;

/// <summary>A sign-in of the owner, as it is listed.</summary>
/// <param name="Id">Its id; it authorises nothing.</param>
/// <param name="Way">How it began: <c>password</c> or <c>provider</c>.</param>
/// <param name="Agent">What the browser or program calls itself, at most 200 characters.</param>
/// <param name="CreatedAt">When it began.</param>
/// <param name="RefreshedAt">When it was last refreshed.</param>
/// <param name="ExpiresAt">When it ends unless it is refreshed before.</param>
public sealed record OwnerSession(
    string Id, string Way, string Agent, DateTimeOffset CreatedAt, DateTimeOffset RefreshedAt, DateTimeOffset ExpiresAt)
{
    /// <summary>Whether it is the one that asks.</summary>
    public bool IsCurrent { get; init; }
}

/// <summary>The owner's open sign-ins.</summary>
/// <param name="Sessions">Them, the one refreshed last first.</param>
public sealed record OwnerSessionList(IReadOnlyList<OwnerSession> Sessions);

/// <summary>The answer to a sign-in or a refresh.</summary>
/// <param name="Session">The sign-in's id.</param>
/// <param name="ExpiresAt">When the access token ends.</param>
/// <param name="RefreshExpiresAt">When the sign-in ends unless it is refreshed before.</param>
public sealed record SignedInView(string Session, DateTimeOffset ExpiresAt, DateTimeOffset RefreshExpiresAt)
{
    /// <summary>The access token; only for a caller that is no page of a browser.</summary>
    public string? AccessToken { get; init; }

    /// <summary>The refresh token; only for a caller that is no page of a browser.</summary>
    public string? RefreshToken { get; init; }
}

/// <summary>Both tokens of a sign-in.</summary>
/// <param name="Session">The sign-in.</param>
/// <param name="Access">The access token.</param>
/// <param name="AccessExpiresAt">When it ends.</param>
/// <param name="Refresh">The refresh token, good once.</param>
internal sealed record SignedIn(OwnerSession Session, string Access, DateTimeOffset AccessExpiresAt, string Refresh);
