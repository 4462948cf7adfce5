using DigitalTwin.Prompts;
using DigitalTwin.Tools;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Steps;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Tests.Turns;

/// <summary>Steps that do what a test says, and count.</summary>
internal sealed class ScriptedSteps(
    Func<ThinkStep, ThinkOutcome> think, Func<ToolStep, ToolOutcome>? tool = null, Func<WorkStep, WorkOutcome>? work = null) : ITurnSteps
{
    public List<string> Works { get; } = [];

    public List<ThinkStep> Thoughts { get; } = [];

    public List<ToolStep> Tools { get; } = [];

    public List<bool> CutOff { get; } = [];

    public List<TimeSpan> Delays { get; } = [];

    public Task<ThinkOutcome> ThinkAsync(TurnJournal journal, ThinkStep step, Action<ReplyPiece> tell)
    {
        Thoughts.Add(step);
        var outcome = think(step);
        foreach (var piece in outcome.Pieces)
        {
            tell(piece);
        }

        return Task.FromResult(outcome);
    }

    public Task<ToolOutcome> RunToolAsync(TurnJournal journal, ToolStep step, bool wasCutOff)
    {
        lock (Tools)
        {
            Tools.Add(step);
            CutOff.Add(wasCutOff);
        }

        return Task.FromResult((tool ?? (_ => new ToolOutcome { Result = "done" }))(step));
    }

    public Task<WorkOutcome> WorkAsync(TurnJournal journal, WorkStep step)
    {
        Works.Add(step.Name);
        return Task.FromResult((work ?? (_ => new WorkOutcome()))(step));
    }

    public Task DelayAsync(TimeSpan delay)
    {
        Delays.Add(delay);
        return Task.CompletedTask;
    }

    public static ThinkOutcome Say(string text, double seconds = 0) => new()
    {
        Pieces = [new ReplyPiece(text, null, 0)],
        Text = text,
        Model = "test",
        InputTokens = 10,
        OutputTokens = 2,
        Seconds = seconds,
    };

    public static ThinkOutcome Call(params ToolCall[] calls) => new() { Calls = calls, Model = "test", InputTokens = 10 };
}
