using System.Text.Json.Serialization;
using DigitalTwin.Prompts;

namespace DigitalTwin.Turns;

/// <summary>How far a turn is; shared by every workflow.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TurnStatus>))]
public enum TurnStatus
{
    /// <summary>Accepted; the twin is at work.</summary>
    [JsonStringEnumMemberName("initial")]
    Initial,

    /// <summary>The reply is stored.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>There is no reply, or only a part of it; the error says why.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>Tokens a turn took, as the model reported them.</summary>
/// <param name="InputTokens">Tokens of the prompts.</param>
/// <param name="OutputTokens">Tokens of what the model wrote.</param>
public sealed record TurnUsage(long InputTokens, long OutputTokens);

/// <summary>Why a turn failed.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Title">For people.</param>
public sealed record TurnError(string Code, string Title);

/// <summary>A turn as its visitor sees it: the answer of <c>POST /api/chat</c>, and the data of <c>turn.completed</c> and <c>turn.failed</c>.</summary>
public sealed record TurnView
{
    /// <summary>The session the turn belongs to.</summary>
    public required string SessionId { get; init; }

    /// <summary>A fresh ticket for the session; only where one was just issued.</summary>
    public string? Ticket { get; init; }

    /// <summary>When <see cref="Ticket"/> ends.</summary>
    public DateTimeOffset? TicketExpiresAt { get; init; }

    /// <summary>The turn's id.</summary>
    public required string TurnId { get; init; }

    /// <summary>The id of the visitor's message: theirs, or one made for them.</summary>
    public required string MessageId { get; init; }

    /// <summary>How far the turn is.</summary>
    public required TurnStatus Status { get; init; }

    /// <summary>The reply in Markdown, as far as it is written; <c>[1]</c> stands for the first of <see cref="Citations"/>.</summary>
    public required string Reply { get; init; }

    /// <summary>The facts the reply draws on.</summary>
    public IReadOnlyList<Citation> Citations { get; init; } = [];

    /// <summary>The model that answered; <c>offline</c> for the embedded one.</summary>
    public string Model { get; init; } = "";

    /// <summary>Whether the offline model stood in for the configured one.</summary>
    public bool Degraded { get; init; }

    /// <summary>Tokens the turn took.</summary>
    public TurnUsage Usage { get; init; } = new(0, 0);

    /// <summary>Why the turn failed.</summary>
    public TurnError? Error { get; init; }
}

/// <summary>The data of <c>turn.started</c>.</summary>
internal sealed record TurnStarted(string SessionId, string TurnId, string MessageId);

/// <summary>The data of <c>status</c>.</summary>
internal sealed record StatusChanged(TurnStatus Status);

/// <summary>The data of <c>delta</c>.</summary>
internal sealed record Delta(string Text);

/// <summary>The data of <c>citation</c>.</summary>
internal sealed record CitationFound(int Number, string Id, string Title, string Quote);

/// <summary>The data of <c>usage</c>.</summary>
internal sealed record UsageReported(long InputTokens, long OutputTokens, string Model, bool Degraded);
