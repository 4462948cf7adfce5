using DigitalTwin.Conversations;
using DigitalTwin.Prompts;
using DigitalTwin.Tools;
using DigitalTwin.Turns.Events;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Steps;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Turns.Running;

/// <summary>
/// Does single steps of a turn for an orchestrator that runs the workflow elsewhere. A step is found by its key; the workflow is not run
/// here. One that the journal has is not done again.
/// </summary>
/// <remarks>
/// What a step says streams to the readers that the turn has in this process; only for them the turn is replayed. Others see it by the
/// journal, in which what was said so far is kept.
/// </remarks>
internal sealed class SingleStep(
    TurnRunner runner,
    RunningTurns turns,
    JournalStore journals,
    ConversationStore conversations,
    StepRunnerFactory steps,
    Waits waits,
    TimeProvider time)
{
    /// <summary>Calls the model.</summary>
    /// <returns>What it brought, or <see langword="null"/> where the turn is over, cancelled or erased.</returns>
    /// <exception cref="TurnBusyException">Another process holds the turn.</exception>
    public Task<ThinkOutcome?> ThinkAsync(TurnId id, ThinkStep step, CancellationToken cancellationToken)
        => DoAsync(
            id,
            StepKeys.Think(step.Number),
            StepKinds.Think,
            step,
            (work, _) => work.Steps.ThinkAsync(work.Journal, step, work.Tell),
            cancellationToken);

    /// <summary>Runs one attempt of a tool call.</summary>
    /// <inheritdoc cref="ThinkAsync"/>
    public Task<ToolOutcome?> RunToolAsync(TurnId id, ToolStep step, CancellationToken cancellationToken)
    {
        var key = StepKeys.Tool(step.Step, step.Index, step.Attempt);
        return DoAsync(
            id, key, StepKinds.Tool, step, (work, wasCutOff) => work.Steps.RunToolAsync(work.Journal, step, wasCutOff), cancellationToken);
    }

    /// <summary>Does a step of the workflow's own.</summary>
    /// <inheritdoc cref="ThinkAsync"/>
    public Task<WorkOutcome?> WorkAsync(TurnId id, WorkStep step, CancellationToken cancellationToken)
        => DoAsync(
            id, StepKeys.Work(step.Name), StepKinds.Work, step, (work, _) => work.Steps.WorkAsync(work.Journal, step), cancellationToken);

    /// <summary>Records that time has passed; the orchestrator has let it pass.</summary>
    /// <inheritdoc cref="ThinkAsync"/>
    public Task<string?> EndDelayAsync(TurnId id, string key, double seconds, CancellationToken cancellationToken)
        => DoAsync(id, key, StepKinds.Timer, seconds, (_, _) => Task.FromResult(StepKinds.Fired), cancellationToken);

    /// <summary>Begins a wait.</summary>
    /// <returns>The wait as it stands then, or <see langword="null"/> where the turn is over, cancelled or erased.</returns>
    public async Task<JournalEntry?> BeginWaitAsync(TurnId id, string key, CancellationToken cancellationToken)
    {
        using var journal = await LoadAsync(id, cancellationToken);
        if (journal is null || journal.Find(key) is { IsDone: true } || journal.Header.Wait?.Key == key)
        {
            return journal?.Find(key);
        }

        CheckFree(journal);
        try
        {
            var history = new StepHistory(journal.Entries);
            var wait = WaitStep.Of(
                StepKeys.WaitName(key), journal.Header.Start.Limits, history.CallAt, work => history.WorkOf(work)!.Question!);
            var now = time.GetUtcNow();
            var begun = journal.Find(key) ?? journal.Begin(key, StepKinds.Wait.Write(wait), now, now + TimeSpan.FromHours(wait.Hours));
            await journal.SuspendAsync(new TurnWait(key, wait.Kind, begun.Due!.Value));
            await ShowAsync(journal);
            return begun;
        }
        catch (TurnLostException)
        {
            return null;
        }
    }

    /// <summary>Looks whether a wait is over, and ends it where its time is up.</summary>
    /// <inheritdoc cref="BeginWaitAsync"/>
    public async Task<JournalEntry?> EndWaitAsync(TurnId id, string key, CancellationToken cancellationToken)
    {
        await waits.ExpireAsync(id, key, cancellationToken);
        using var journal = await LoadAsync(id, cancellationToken);
        return journal?.Find(key);
    }

    /// <summary>Stores the turn in its conversation.</summary>
    /// <param name="id">The turn's id.</param>
    /// <param name="outcome">How it ended, or <see langword="null"/> where only a cancelled one is to be stored.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task StoreAsync(TurnId id, TurnOutcome? outcome, CancellationToken cancellationToken)
    {
        using var feed = turns.Watch(id);
        await runner.StoreEndedAsync(id, feed.Stream, outcome, cancellationToken);
    }

    private async Task<TResult?> DoAsync<TRequest, TResult>(
        TurnId id,
        string key,
        StepKind<TRequest, TResult> kind,
        TRequest request,
        Func<Work, bool, Task<TResult>> work,
        CancellationToken cancellationToken)
        where TResult : class
    {
        using var journal = await LoadAsync(id, cancellationToken);
        if (journal is null || kind.ResultOf(journal.Find(key)) is not null)
        {
            return kind.ResultOf(journal?.Find(key));
        }

        CheckFree(journal);
        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var wasCutOff = await BeginAsync(journal, key, kind.Write(request));
            var conversation = await conversations.LoadAsync(id.SessionId, cancellationToken);
            var writer = await ShowAsync(journal);
            await using var lease = new LeaseRenewal(journal, journals.LeaseTime, isShared: true, time, lost.Cancel);
            var result = await work(new Work(journal, writer, steps.For(conversation, isWatched: true, lost.Token)), wasCutOff);
            journal.End(key, kind.Write(result), time.GetUtcNow());
            await journal.FlushAsync();
            return kind.ResultOf(journal.Find(key));
        }
        catch (Exception error) when (error is TurnLostException
            || (lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <returns>Whether it was begun before, by a process that is gone: what that one showed of it is not what is shown now.</returns>
    private async Task<bool> BeginAsync(TurnJournal journal, string key, string request)
    {
        if (journal.Find(key) is not null)
        {
            await journal.LeaseAsync(isNewRun: true);
            return true;
        }

        journal.Begin(key, request, time.GetUtcNow());
        await journal.FlushAsync();
        return false;
    }

    private async Task<TurnJournal?> LoadAsync(TurnId id, CancellationToken cancellationToken)
    {
        var journal = await journals.LoadAsync(id, cancellationToken, isShared: true);
        if (journal is not { Header.IsCancelled: true })
        {
            return journal;
        }

        journal.Dispose();
        return null;
    }

    private void CheckFree(TurnJournal journal)
    {
        if (!journals.IsFree(journal.Header))
        {
            throw new TurnBusyException();
        }
    }

    /// <returns>What emits the step's own events, or <see langword="null"/> where no reader is here.</returns>
    private async Task<TurnEventWriter?> ShowAsync(TurnJournal journal)
    {
        if (!turns.IsRead(journal.Id))
        {
            return null;
        }

        using var feed = turns.Watch(journal.Id);
        return await runner.ReplayAsync(journal, feed.Stream);
    }

    private sealed record Work(TurnJournal Journal, TurnEventWriter? Writer, ITurnSteps Steps)
    {
        public void Tell(ReplyPiece piece)
        {
            Journal.Say(piece);
            Writer?.Add(piece);
        }
    }
}
