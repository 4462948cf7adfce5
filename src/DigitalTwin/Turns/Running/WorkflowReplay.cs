using DigitalTwin.Prompts;
using DigitalTwin.Tools;
using DigitalTwin.Turns.Events;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Steps;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Turns.Running;

/// <summary>Runs a workflow over its journal: recorded steps return at once, new ones are done and recorded.</summary>
/// <remarks>
/// <code>
///            ┌────────────────────── workflow ──────────────────────┐
///            │ Think 1      RunTool 1:0     Wait clarify:2:0    ... │
///            └────┬──────────────┬────────────────┬─────────────────┘
///  journal:   recorded       recorded          begun             (nothing)
///             → its result   → its result      → suspends: left  → done by the steps, written,
///             → its events   → its events        behind here       then its result
/// </code>
/// A turn that waits is not held in memory: its execution is abandoned at the wait, and the workflow is run again, over the longer
/// journal, when the wait ends.
/// </remarks>
internal sealed class WorkflowReplay : ITurnContext
{
    private readonly TurnJournal journal;
    private readonly TurnEventWriter writer;
    private readonly ITurnSteps? steps;
    private readonly TimeProvider time;
    private readonly HashSet<string> requested = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource live = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource suspended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private WorkflowReplay(TurnJournal journal, TurnEventWriter writer, ITurnSteps? steps, TimeProvider time)
        => (this.journal, this.writer, this.steps, this.time, Now) = (journal, writer, steps, time, journal.Header.Start.StartedAt);

    public TurnStart Start => journal.Header.Start;

    public DateTimeOffset Now { get; private set; }

    /// <summary>Replays recorded steps and emits their events; starts nothing.</summary>
    /// <returns>How the turn ended, or <see langword="null"/> where a step is left to be done.</returns>
    /// <exception cref="NonDeterministicTurnException">The workflow does not fit its journal.</exception>
    public static async Task<TurnOutcome?> ReplayAsync(ITurnWorkflow workflow, TurnJournal journal, TurnEventWriter writer)
    {
        var replay = new WorkflowReplay(journal, writer, null, TimeProvider.System);
        var work = replay.Begin(workflow);
        return work.IsCompleted ? await work : null;
    }

    /// <summary>Runs the workflow up to its end or to a wait.</summary>
    /// <returns>How it ended, or <see langword="null"/> where it waits.</returns>
    /// <exception cref="NonDeterministicTurnException">The workflow does not fit its journal.</exception>
    public static async Task<TurnOutcome?> RunAsync(
        ITurnWorkflow workflow, TurnJournal journal, TurnEventWriter writer, ITurnSteps steps, TimeProvider time)
    {
        var replay = new WorkflowReplay(journal, writer, steps, time);
        var work = replay.Begin(workflow);
        replay.live.SetResult();
        if (await Task.WhenAny(work, replay.suspended.Task) != work)
        {
            return null;
        }

        var outcome = await work;
        replay.CheckAllRequested();
        return outcome;
    }

    public async Task<ThinkOutcome> ThinkAsync(ThinkStep step)
    {
        var (recorded, begun) = Find(StepKeys.Think(step.Number), StepKinds.Think, step);
        ShowRecorded(recorded, begun);
        var thought = recorded ?? await ThinkNowAsync(step);
        writer.Count(thought);
        return thought;
    }

    public Task<ToolOutcome> RunToolAsync(ToolStep step) => OnceAsync(
        StepKeys.Tool(step.Step, step.Index, step.Attempt), StepKinds.Tool, step,
        wasCutOff => steps!.RunToolAsync(journal, step, wasCutOff));

    public Task<WorkOutcome> WorkAsync(WorkStep step)
        => OnceAsync(StepKeys.Work(step.Name), StepKinds.Work, step, _ => steps!.WorkAsync(journal, step));

    public async Task<WaitOutcome> WaitAsync(WaitStep step)
    {
        var key = StepKeys.Wait(step.Key);
        var (recorded, begun) = Find(key, StepKinds.Wait, step);
        if (begun is not null)
        {
            writer.WaitBegan(step, begun.Due!.Value);
        }

        if (recorded is not null)
        {
            writer.Run = begun!.Run;
            writer.Answered(step, recorded, begun.EndedAt);
            return recorded;
        }

        await live.Task;
        await SuspendAsync(key, step, begun);

        // Abandons this execution; the workflow is replayed when the wait ends.
        suspended.TrySetResult();
        return await new TaskCompletionSource<WaitOutcome>().Task;
    }

    public async Task DelayAsync(string key, TimeSpan delay)
    {
        key = StepKeys.Timer(key);
        var (recorded, begun) = Find(key, StepKinds.Timer, delay.TotalSeconds);
        if (recorded is not null)
        {
            return;
        }

        await live.Task;
        begun ??= Begin(key, StepKinds.Timer, delay.TotalSeconds, delay);
        await journal.FlushAsync();

        // After a crash only the remaining time is awaited.
        var left = begun.Due!.Value - time.GetUtcNow();
        await steps!.DelayAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        End(key, StepKinds.Timer.Write(StepKinds.Fired));
    }

    public void SetStatus(TurnStatus status) => writer.SetStatus(status);

    public void TellToolStarted(string call, string tool) => writer.ToolStarted(call, tool);

    public void TellToolCompleted(string call, string tool, ToolOutcome outcome) => writer.ToolCompleted(call, tool, outcome);

    public void Say(string text) => writer.Add(new ReplyPiece(text, null, 0));

    public void Show(WorkOutcome outcome) => writer.Show(outcome);

    public void TellHandOver(string turn) => writer.HandedOver(turn, null);

    // Recorded steps return at once: when this returns, the workflow stands at its first new step.
    private Task<TurnOutcome> Begin(ITurnWorkflow workflow)
    {
        writer.Start();
        var work = workflow.RunAsync(this);
        CheckAllRequested();
        writer.Run = journal.Header.Run;
        return work;
    }

    private async Task<TResult> OnceAsync<TRequest, TResult>(
        string key, StepKind<TRequest, TResult> kind, TRequest request, Func<bool, Task<TResult>> work)
        where TResult : class
    {
        var (recorded, begun) = Find(key, kind, request);
        if (recorded is not null)
        {
            return recorded;
        }

        // Written before it begins: after a crash the journal tells a step that may have worked from one that never was.
        await live.Task;
        Begin(key, kind, request);
        await journal.FlushAsync();
        var outcome = await work(begun is not null);
        End(key, kind.Write(outcome));
        await journal.FlushAsync();
        return outcome;
    }

    private async Task<ThinkOutcome> ThinkNowAsync(ThinkStep step)
    {
        // What came before is on the disk before anything new begins. That a model call begins need not be: it is repeated after a crash.
        await live.Task;
        await journal.FlushAsync();
        var key = StepKeys.Think(step.Number);
        Begin(key, StepKinds.Think, step);
        var thought = await steps!.ThinkAsync(journal, step, piece =>
        {
            journal.Say(piece);
            writer.Add(piece);
        });
        End(key, StepKinds.Think.Write(thought));
        return thought;
    }

    // Where another process is at the step, what it has said by now is shown as it will be recorded.
    private void ShowRecorded(ThinkOutcome? recorded, JournalEntry? begun)
    {
        var said = steps is null && begun is { IsDone: false } ? begun.Said : null;
        writer.Run = said is null ? writer.Run : begun!.Run;
        foreach (var piece in recorded?.Pieces ?? said ?? [])
        {
            writer.Add(piece);
        }
    }

    private async Task SuspendAsync(string key, WaitStep step, JournalEntry? begun)
    {
        if (journal.Header.Wait?.Key == key)
        {
            return;
        }

        // Begun and not suspended is what a crash between the two leaves.
        var wait = begun ?? Begin(key, StepKinds.Wait, step, TimeSpan.FromHours(step.Hours));
        await journal.SuspendAsync(new TurnWait(key, step.Kind, wait.Due!.Value));
        if (begun is null)
        {
            writer.WaitBegan(step, wait.Due.Value);
        }
    }

    private (TResult? Result, JournalEntry? Begun) Find<TRequest, TResult>(string key, StepKind<TRequest, TResult> kind, TRequest request)
        where TResult : class
    {
        requested.Add(key);
        var entry = journal.Find(key);
        if (entry is not null && entry.Request != kind.Write(request))
        {
            throw new NonDeterministicTurnException($"The step '{key}' is not the one that was done before.");
        }

        if (kind.ResultOf(entry) is not { } result)
        {
            return (null, entry);
        }

        Advance(entry!.EndedAt);

        // A wait's own event is of the run that began it.
        writer.Run = StepKeys.IsWait(key) ? writer.Run : entry.Run;
        return (result, entry);
    }

    private JournalEntry Begin<TRequest, TResult>(string key, StepKind<TRequest, TResult> kind, TRequest request, TimeSpan? due = null)
        where TResult : class
        => journal.Find(key) ?? journal.Begin(key, kind.Write(request), time.GetUtcNow(), time.GetUtcNow() + due);

    private void End(string key, string result) => Advance(journal.End(key, result, time.GetUtcNow()).EndedAt);

    private void Advance(DateTimeOffset to) => Now = to > Now ? to : Now;

    private void CheckAllRequested()
    {
        if (journal.Entries.FirstOrDefault(entry => !requested.Contains(entry.Key)) is { } forgotten)
        {
            throw new NonDeterministicTurnException($"The step '{forgotten.Key}' was done before and is not asked for now.");
        }
    }
}
