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

    /// <summary>Sound or pictures of the visitor's are being read.</summary>
    [JsonStringEnumMemberName("media_processing")]
    MediaProcessing,

    /// <summary>What the visitor needs is being put together.</summary>
    [JsonStringEnumMemberName("requirement_building")]
    RequirementBuilding,

    /// <summary>The visitor was asked something.</summary>
    [JsonStringEnumMemberName("clarification")]
    Clarification,

    /// <summary>Something is being looked for.</summary>
    [JsonStringEnumMemberName("searching")]
    Searching,

    /// <summary>What was found is being put in order.</summary>
    [JsonStringEnumMemberName("ranking")]
    Ranking,

    /// <summary>The reply is stored.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,

    /// <summary>There is no reply, or only a part of it; the error says why.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>For whom a turn waits.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WaitingFor>))]
public enum WaitingFor
{
    /// <summary>The visitor, who was asked something.</summary>
    [JsonStringEnumMemberName("visitor")]
    Visitor,

    /// <summary>The owner, who has to decide or to reply.</summary>
    [JsonStringEnumMemberName("owner")]
    Owner,
}

/// <summary>A question to the visitor, answered with <c>POST /api/turns/{id}/clarify</c>.</summary>
/// <param name="Question">Plain text.</param>
/// <param name="Options">Answers to choose from; any other text is an answer, too.</param>
/// <param name="ExpiresAt">When it is too late to answer.</param>
public sealed record ClarificationView(string Question, IReadOnlyList<string> Options, DateTimeOffset ExpiresAt);

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

    /// <summary>What was understood of a spoken message; only in the answer to it.</summary>
    public string? Transcript { get; init; }

    /// <summary>How far the turn is.</summary>
    public required TurnStatus Status { get; init; }

    /// <summary>For whom the turn waits; left out where it waits for nobody.</summary>
    public WaitingFor? WaitingFor { get; init; }

    /// <summary>What the visitor is asked; only while the turn waits for them.</summary>
    public ClarificationView? Clarification { get; init; }

    /// <summary>The turn in which the owner's own reply will come, where the visitor asked for the person.</summary>
    public string? HandOver { get; init; }

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
/// <param name="Text">To be added to the reply.</param>
/// <param name="Offset">Where in the reply it begins, in UTF-16 units: a client that has more cuts its text there first.</param>
internal sealed record Delta(string Text, int Offset);

/// <summary>The data of <c>citation</c>.</summary>
internal sealed record CitationFound(int Number, string Id, string Title, string Quote);

/// <summary>The data of <c>tool.started</c>.</summary>
internal sealed record ToolStarted(string Call, string Tool);

/// <summary>The data of <c>tool.completed</c>.</summary>
internal sealed record ToolCompleted(string Call, string Tool, bool Failed);

/// <summary>The data of <c>waiting</c>.</summary>
internal sealed record TurnWaiting(WaitingFor For, DateTimeOffset ExpiresAt);

/// <summary>The data of <c>answer</c>.</summary>
/// <param name="Number">Which of the turn's answers it is, from 1.</param>
/// <param name="Text">In the visitor's words.</param>
internal sealed record AnswerGiven(int Number, string Text);

/// <summary>The data of <c>hand_over</c>.</summary>
internal sealed record HandedOver(string TurnId);

/// <summary>The data of <c>usage</c>.</summary>
internal sealed record UsageReported(long InputTokens, long OutputTokens, string Model, bool Degraded);
