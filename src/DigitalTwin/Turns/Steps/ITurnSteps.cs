using DigitalTwin.Prompts;
using DigitalTwin.Tools;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Turns.Steps;

/// <summary>Does the steps that are not in the journal yet.</summary>
internal interface ITurnSteps
{
    /// <summary>Calls the model; <paramref name="tell"/> gets each piece of the reply as it comes.</summary>
    Task<ThinkOutcome> ThinkAsync(TurnJournal journal, ThinkStep step, Action<ReplyPiece> tell);

    /// <summary>Runs one attempt of a tool call.</summary>
    /// <param name="journal">The turn so far.</param>
    /// <param name="step">The attempt.</param>
    /// <param name="wasCutOff">Whether it was begun before and its end is not known.</param>
    Task<ToolOutcome> RunToolAsync(TurnJournal journal, ToolStep step, bool wasCutOff);

    /// <summary>Does a step of the workflow's own.</summary>
    Task<WorkOutcome> WorkAsync(TurnJournal journal, WorkStep step);

    /// <summary>Lets time pass.</summary>
    Task DelayAsync(TimeSpan delay);
}
