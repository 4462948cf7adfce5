using DigitalTwin.Tools;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Functions.Durable;

/// <summary>
/// What an orchestration begins with. What is said in a turn stays in its journal: the engine's history holds no visitor's words.
/// </summary>
/// <param name="TurnId">The turn, and the instance's own id.</param>
/// <param name="Workflow">The workflow that runs it.</param>
/// <param name="StartedAt">When the turn began.</param>
/// <param name="Limits">How far it may go.</param>
internal sealed record TurnInput(string TurnId, string Workflow, DateTimeOffset StartedAt, TurnLimits Limits)
{
    public static TurnInput From(TurnStart start) => new(start.Id.ToString(), start.Workflow, start.StartedAt, start.Limits);

    public TurnStart ToStart() => new()
    {
        Id = Conversations.TurnId.TryParse(TurnId)!.Value,
        Workflow = Workflow,
        StartedAt = StartedAt,
        Limits = Limits,
        MessageId = "",
    };
}

/// <summary>A step to be done. What it is about stands in the turn's journal.</summary>
/// <param name="TurnId">The turn's id.</param>
/// <param name="Key">The step's key in the journal.</param>
internal sealed record StepRequest(string TurnId, string Key)
{
    /// <summary>A model call.</summary>
    public ThinkStep? Think { get; init; }

    /// <summary>One attempt of a tool call.</summary>
    public ToolStep? Tool { get; init; }

    /// <summary>A step of the workflow's own.</summary>
    public WorkStep? Work { get; init; }

    /// <summary>How long the model or the tool may take, or how long a timer lasted.</summary>
    public double Seconds { get; init; }
}

/// <summary>How a wait stands.</summary>
/// <param name="Due">When it ends by itself.</param>
/// <param name="Outcome">How it ended, or <see langword="null"/>.</param>
internal sealed record WaitReport(DateTimeOffset Due, WaitOutcome? Outcome);

/// <summary>The end of a turn.</summary>
/// <param name="TurnId">The turn.</param>
/// <param name="IsGone">It ended beside its orchestration: there is something to store only if it was cancelled.</param>
/// <param name="ErrorCode">A problem's code, or <see langword="null"/>.</param>
internal sealed record FinishRequest(string TurnId, bool IsGone, string? ErrorCode);

/// <summary>The external events a waiting turn is woken with. They carry nothing: what was said is in the journal.</summary>
internal static class TurnEventNames
{
    public static string Of(WaitKind kind) => kind switch
    {
        WaitKind.Clarification => "clarification",
        WaitKind.Approval => "approval",
        WaitKind.HandOver => "hand_over",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };
}

/// <summary>Leaves out of a step's outcome what the workflow does not decide on.</summary>
internal static class Slimming
{
    public static ThinkOutcome Slim(ThinkOutcome thought)
        => new() { Calls = [.. thought.Calls.Select(Slim)], Seconds = thought.Seconds, TimedOut = thought.TimedOut };

    public static ToolOutcome Slim(ToolOutcome outcome) => outcome with { Result = "", Passages = null, Offerings = null };

    public static WorkOutcome Slim(WorkOutcome outcome)
        => new() { Question = outcome.Question is null ? null : new Clarification("", []) };

    public static WaitOutcome Slim(WaitOutcome outcome) => outcome with { Text = ConsentQuestion.Agrees(outcome.Text) ? "yes" : "" };

    private static ToolCall Slim(ToolCall call) => call with
    {
        Arguments = "{}",
        Refusal = call.Refusal is null ? null : "",
        Clarification = call.Clarification is null ? null : new Clarification("", []),
    };
}
