using DigitalTwin.Prompts;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflow;

namespace DigitalTwin.Turns;

/// <summary>What does the steps that are not in the journal yet.</summary>
internal interface ITurnSteps
{
    Task<ThinkOutcome> ThinkAsync(TurnJournal journal, ThinkStep step, Action<ReplyPiece> tell);

    Task<ToolOutcome> RunToolAsync(TurnJournal journal, ToolStep step, bool wasCutOff);

    Task DelayAsync(TimeSpan delay);
}
