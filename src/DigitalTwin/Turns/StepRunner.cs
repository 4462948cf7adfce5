using DigitalTwin.Conversations;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflow;

namespace DigitalTwin.Turns;

/// <summary>
/// Does single steps of a turn for an orchestrator that runs the workflow elsewhere. A step that the journal has is not done again,
/// and what its doing brings to the reply streams to whoever watches the turn in this process.
/// </summary>
internal sealed class StepRunner(
    TurnRunner runner,
    TurnRegistry registry,
    JournalStore journals,
    ConversationStore conversations,
    LocalStepsFactory steps,
    TurnSignals signals,
    TimeProvider time)
{
    /// <summary>Does a step, or begins a wait.</summary>
    /// <param name="id">The turn.</param>
    /// <param name="key">The step's key in the journal.</param>
    /// <param name="cancellationToken">Ends the step without a result.</param>
    /// <returns>The step as the journal has it then, or <see langword="null"/> where the turn is over, cancelled or erased.</returns>
    /// <exception cref="TurnBusyException">Another process holds the turn.</exception>
    public async Task<JournalEntry?> RunAsync(TurnId id, string key, CancellationToken cancellationToken)
    {
        using var watch = registry.Watch(id);
        using var journal = await journals.LoadAsync(id, cancellationToken, isShared: true);
        if (journal is null or { Header.IsCancelled: true })
        {
            return null;
        }

        if (journal.Find(key) is { } known && (known.IsDone || journal.Header.Wait?.Key == key))
        {
            return known;
        }

        if (!journals.IsFree(journal.Header))
        {
            throw new TurnBusyException();
        }

        using var lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            if (journal.Find(key) is not null)
            {
                // It was begun, and whoever began it is gone: what they showed of it is not what is shown now.
                await journal.LeaseAsync(isNewRun: true);
            }

            var conversation = await conversations.LoadAsync(id.SessionId, cancellationToken);
            var reply = new TurnReply(journal.Header.Start, watch.Stream);
            await using var lease = new LeaseKeeper(journal, journals.LeaseTime, isShared: true, time, lost.Cancel);
            await new TurnExecution(journal, reply, new Instant(steps.For(conversation, lost.Token)), time, key).RunAsync(runner.WorkflowOf(journal));
            return journal.Find(key);
        }
        catch (Exception error) when (error is TurnLostException || (lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Looks whether a wait is over, and ends it where its time is up.</summary>
    /// <returns>The wait as it stands then, or <see langword="null"/> where the turn is over, cancelled or erased.</returns>
    public async Task<JournalEntry?> EndWaitAsync(TurnId id, string key, CancellationToken cancellationToken)
    {
        await signals.ExpireAsync(id, key, cancellationToken);
        using var journal = await journals.LoadAsync(id, cancellationToken);
        return journal is null or { Header.IsCancelled: true } ? null : journal.Find(key);
    }

    /// <summary>Stores the turn in its conversation.</summary>
    /// <param name="id">The turn.</param>
    /// <param name="outcome">How it ended, or <see langword="null"/> where only a cancelled one is to be stored.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task FinishAsync(TurnId id, TurnOutcome? outcome, CancellationToken cancellationToken)
    {
        using var watch = registry.Watch(id);
        await runner.FinishAsync(id, watch.Stream, outcome, cancellationToken);
    }

    // The orchestrator has let the time pass before it asks for the step.
    private sealed class Instant(ITurnSteps steps) : ITurnSteps
    {
        public Task<ThinkOutcome> ThinkAsync(TurnJournal journal, ThinkStep step, Action<Prompts.ReplyPiece> tell) => steps.ThinkAsync(journal, step, tell);

        public Task<ToolOutcome> RunToolAsync(TurnJournal journal, ToolStep step, bool wasCutOff) => steps.RunToolAsync(journal, step, wasCutOff);

        public Task DelayAsync(TimeSpan delay) => Task.CompletedTask;
    }
}
