using DigitalTwin.Hosting;
using DigitalTwin.Tools;

namespace DigitalTwin.Turns.Workflows;

/// <summary>
/// All a workflow may touch. Each step is done once and remembered: when the workflow is run again after a crash or a
/// wait, remembered steps return what they returned before, and nothing happens a second time.
/// </summary>
/// <remarks>
/// The local engine and the Durable Functions orchestrator both implement it. A workflow awaits nothing else, and uses no clock,
/// randomness, input or output of its own.
/// </remarks>
internal interface ITurnContext
{
    /// <summary>What the turn is about.</summary>
    TurnStart Start { get; }

    /// <summary>When the latest step ended; the same each time the workflow is run.</summary>
    DateTimeOffset Now { get; }

    /// <summary>Calls the model. What it writes streams to the visitor.</summary>
    Task<ThinkOutcome> ThinkAsync(ThinkStep step);

    /// <summary>Runs a tool the model called.</summary>
    Task<ToolOutcome> RunToolAsync(ToolStep step);

    /// <summary>Does a step of the workflow's own.</summary>
    Task<WorkOutcome> WorkAsync(WorkStep step);

    /// <summary>Waits for a person. One wait at a time, and no other step beside it.</summary>
    Task<WaitOutcome> WaitAsync(WaitStep step);

    /// <summary>Lets time pass.</summary>
    /// <param name="key">Names the timer within the turn.</param>
    /// <param name="delay">How long.</param>
    Task DelayAsync(string key, TimeSpan delay);

    /// <summary>Shows how far the turn is.</summary>
    void SetStatus(TurnStatus status);

    /// <summary>Tells the visitor of a tool at work.</summary>
    void TellToolStarted(string call, string tool);

    /// <summary>Tells the visitor how a tool ended.</summary>
    void TellToolCompleted(string call, string tool, ToolOutcome outcome);

    /// <summary>Adds words that are not the model's to the reply.</summary>
    void Say(string text);

    /// <summary>Shows the visitor what a step of the workflow's own brought.</summary>
    void Show(WorkOutcome outcome);

    /// <summary>Tells the visitor of a turn in which the person's own words will come.</summary>
    void TellHandOver(string turn);
}

/// <summary>A kind of turn: deterministic code over <see cref="ITurnContext"/>.</summary>
internal interface ITurnWorkflow
{
    /// <summary>Its name in journals; never changes.</summary>
    string Name { get; }

    /// <summary>Runs the turn to its end.</summary>
    Task<TurnOutcome> RunAsync(ITurnContext context);
}

/// <summary>How a turn ended.</summary>
/// <param name="ErrorCode">A problem's code, or <see langword="null"/> where all went well.</param>
internal sealed record TurnOutcome(string? ErrorCode)
{
    public static TurnOutcome Completed { get; } = new((string?)null);

    public static TurnOutcome Failed(Problem problem) => new(problem.Code);
}
