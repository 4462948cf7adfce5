using DigitalTwin.Conversations;
using DigitalTwin.Personas;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Tools;

/// <summary>What a tool may know of the turn that calls it.</summary>
/// <remarks>
/// A function takes an <see cref="AIFunctionArguments"/> parameter and asks <see cref="Of"/>; the model does not see
/// that parameter.
/// </remarks>
public sealed class ToolContext
{
    /// <summary>The session of the turn; it authorises nothing.</summary>
    public required string SessionId { get; init; }

    /// <summary>The id of the turn.</summary>
    public required string TurnId { get; init; }

    /// <summary>The call's idempotency key: unique among all calls of the twin, and the same each time the call is run.</summary>
    public required string Key { get; init; }

    /// <summary>When the turn began: the same each time the call is run.</summary>
    public required DateTimeOffset TurnStartedAt { get; init; }

    /// <summary>The visitor's language as a BCP 47 tag, or <see langword="null"/>.</summary>
    public string? Locale { get; init; }

    /// <summary>The visitor's message.</summary>
    public string Message { get; init; } = "";

    /// <summary>Whose turn it is.</summary>
    public ToolAudience Audience { get; init; }

    /// <summary>What the turn has seen of strangers by now.</summary>
    public Taint Taint { get; init; }

    /// <summary>A turn that the tool began, for the visitor to follow; the tool sets it.</summary>
    internal TurnId? FollowUpTurn { get; set; }

    /// <summary>What is shown to the visitor beside the reply; the tool sets it.</summary>
    internal IReadOnlyList<OfferingCard>? Offerings { get; set; }

    /// <summary>What the result shows that the reply may cite; the tool sets it.</summary>
    internal IReadOnlyList<Fact>? Passages { get; set; }

    /// <summary>By when the person promises to reply in it; the tool sets it.</summary>
    internal DateTimeOffset? ReplyBy { get; set; }

    /// <summary>The context a function was called with.</summary>
    /// <exception cref="InvalidOperationException">The function was not called by a turn.</exception>
    public static ToolContext Of(AIFunctionArguments arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments.Context is { } context && context.TryGetValue(typeof(ToolContext), out var found) && found is ToolContext turn
            ? turn
            : throw new InvalidOperationException("This tool runs in turns only.");
    }
}

/// <summary>A tool could not do its work, and did nothing.</summary>
/// <param name="message">The reason, in words for the model, which may pass them on to the visitor.</param>
/// <param name="mayRetry">Whether another attempt may succeed.</param>
public sealed class ToolException(string message, bool mayRetry = false) : Exception(message)
{
    /// <summary>Whether another attempt may succeed.</summary>
    public bool MayRetry { get; } = mayRetry;
}
