using System.Text.Json.Serialization;
using DigitalTwin.Conversations;
using DigitalTwin.Prompts;
using DigitalTwin.Tools;

namespace DigitalTwin.Turns.Workflow;

/// <summary>What a turn begins with.</summary>
internal sealed record TurnStart
{
    public required TurnId Id { get; init; }

    /// <summary>The <see cref="ITurnWorkflow.Name"/> that runs it.</summary>
    public required string Workflow { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required TurnLimits Limits { get; init; }

    /// <summary>The id of the visitor's message.</summary>
    public required string MessageId { get; init; }

    /// <summary>What the visitor says; empty for a turn that no message began.</summary>
    public string Message { get; init; } = "";

    /// <summary>The visitor's language as a BCP 47 tag, or <see langword="null"/>.</summary>
    public string? Locale { get; init; }

    /// <summary>How many pictures came with the message; they are kept apart.</summary>
    public int Pictures { get; init; }

    /// <summary>Whose tools the turn may use.</summary>
    public ToolAudience Audience { get; init; } = ToolAudience.Visitor;
}

/// <summary>A model call.</summary>
/// <param name="Number">From 1.</param>
/// <param name="MayUseTools">Whether tools are offered.</param>
/// <param name="SecondsLeft">How long it may take.</param>
internal sealed record ThinkStep(int Number, bool MayUseTools, [property: JsonIgnore] double SecondsLeft);

/// <summary>What a model call brought.</summary>
internal sealed record ThinkOutcome
{
    /// <summary>What the visitor sees of it, piece by piece.</summary>
    public IReadOnlyList<ReplyPiece> Pieces { get; init; } = [];

    /// <summary>What the model wrote, with its citation markers.</summary>
    public string Text { get; init; } = "";

    /// <summary>The tools it calls, in order; none: it is done.</summary>
    public IReadOnlyList<ToolCall> Calls { get; init; } = [];

    public string Model { get; init; } = "";

    public bool Degraded { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>How long it took.</summary>
    public double Seconds { get; init; }

    /// <summary>It was cut short because the turn's time was up.</summary>
    public bool TimedOut { get; init; }

    /// <summary>A summary made beside it.</summary>
    public ConversationSummary? Summary { get; init; }
}

/// <summary>A tool call of the model, with what the workflow needs to know of the tool.</summary>
/// <param name="Id">The model's own id for the call.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">A JSON object.</param>
internal sealed record ToolCall(string Id, string Name, string Arguments)
{
    /// <summary>Why it is not run, in words for the model; <see langword="null"/> where it is.</summary>
    public string? Refusal { get; init; }

    /// <summary>A question to the visitor, which the workflow asks itself.</summary>
    public Clarification? Clarification { get; init; }

    /// <summary>Who must agree first.</summary>
    public ToolApproval Approval { get; init; }

    /// <summary>How often it is run at most.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>Seconds before the second attempt; each further one waits twice as long.</summary>
    public double RetrySeconds { get; init; }
}

/// <summary>A question to the visitor.</summary>
/// <param name="Question">In the visitor's language.</param>
/// <param name="Options">Answers to choose from; others are welcome too.</param>
internal sealed record Clarification(string Question, IReadOnlyList<string> Options);

/// <summary>A tool call's run.</summary>
/// <param name="Step">The model call that asked for it.</param>
/// <param name="Index">Its place among the calls of that step.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="SecondsLeft">How long the turn may still be at work.</param>
internal sealed record ToolStep(int Step, int Index, int Attempt, [property: JsonIgnore] double SecondsLeft)
{
    /// <summary>The call's name within the turn, the same for each attempt: its idempotency key.</summary>
    [JsonIgnore]
    public string CallKey => KeyOf(Step, Index);

    public static string KeyOf(int step, int index) => $"{step}:{index}";
}

/// <summary>What a tool's run brought.</summary>
internal sealed record ToolOutcome
{
    /// <summary>What the model is told.</summary>
    public required string Result { get; init; }

    public bool Failed { get; init; }

    /// <summary>It failed in a way that leaves another try open.</summary>
    public bool MayRetry { get; init; }

    /// <summary>Whether the result is the owner's own words rather than anybody's.</summary>
    public bool Trusted { get; init; }

    public double Seconds { get; init; }

    /// <summary>A turn that the tool began, for the visitor to follow.</summary>
    public string? FollowUpTurn { get; init; }
}

/// <summary>What a turn can wait for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<WaitKind>))]
internal enum WaitKind
{
    /// <summary>The visitor's answer.</summary>
    Clarification,

    /// <summary>The owner's yes or no to a tool call.</summary>
    Approval,

    /// <summary>The owner's own words to the visitor.</summary>
    HandOver,
}

/// <summary>A wait for a person.</summary>
/// <param name="Key">Names it within the turn.</param>
/// <param name="Kind">For what.</param>
/// <param name="Hours">How long at most.</param>
internal sealed record WaitStep(string Key, WaitKind Kind, double Hours)
{
    /// <summary>The question, where the visitor is asked.</summary>
    public Clarification? Clarification { get; init; }

    /// <summary>The tool call, where the owner is asked.</summary>
    public ToolCall? Call { get; init; }
}

/// <summary>How a wait ended.</summary>
internal sealed record WaitOutcome
{
    public static WaitOutcome Expired { get; } = new() { TimedOut = true };

    public bool TimedOut { get; init; }

    /// <summary>The owner's decision.</summary>
    public bool Approved { get; init; }

    /// <summary>The visitor's answer, the owner's reason or the owner's reply.</summary>
    public string Text { get; init; } = "";
}
