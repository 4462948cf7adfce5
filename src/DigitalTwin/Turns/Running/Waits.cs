using DigitalTwin.Conversations;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Turns.Running;

/// <summary>What became of a message to a turn.</summary>
internal enum WaitResult
{
    /// <summary>It ended the wait, and the turn goes on.</summary>
    Accepted,

    /// <summary>The turn is there and does not wait for this.</summary>
    NotWaiting,

    /// <summary>The wait was ended with this very answer before, and the turn has not ended yet.</summary>
    Repeated,

    /// <summary>The wait's time is up.</summary>
    Expired,

    /// <summary>There is no such turn among those that are not over.</summary>
    NotFound,
}

/// <summary>
/// Ends waits. An answer, the time limit and a cancellation all go through here and are decided by the journal's ETag: of
/// those that race, one wins, on any number of processes.
/// </summary>
internal sealed class Waits(JournalStore journals, TurnStarter starter, ITurnScheduler scheduler, TimeProvider time)
{
    private const int MostAttempts = 10;

    /// <summary>Ends a wait with what a person said.</summary>
    /// <param name="id">The turn's id.</param>
    /// <param name="kind">What the turn has to wait for.</param>
    /// <param name="key">The wait's name within the turn, or <see langword="null"/> for any of that kind.</param>
    /// <param name="outcome">What the person said.</param>
    /// <param name="cancellationToken">Ends the reading, not the writing.</param>
    public async Task<WaitResult> AnswerAsync(
        TurnId id, WaitKind kind, string? key, WaitOutcome outcome, CancellationToken cancellationToken)
    {
        using var journal = await journals.LoadAsync(id, cancellationToken);
        if (journal is null)
        {
            return WaitResult.NotFound;
        }

        if (journal.Header.Wait is not { } wait || wait.Kind != kind || (key is not null && wait.Key != StepKeys.Wait(key)))
        {
            return WhyNotWaiting(journal, kind, key, outcome);
        }

        if (time.GetUtcNow() >= wait.Due)
        {
            // Expired, even if the timer has not fired.
            await EndAsync(journal, wait.Key, WaitOutcome.Expired);
            return WaitResult.Expired;
        }

        // Lost the race: reload and report the winner's result.
        return await EndAsync(journal, wait.Key, outcome)
            ? WaitResult.Accepted
            : await AnswerAsync(id, kind, key, outcome, cancellationToken);
    }

    /// <summary>Ends a wait whose time is up.</summary>
    public async Task ExpireAsync(TurnId id, string waitKey, CancellationToken cancellationToken)
    {
        using var journal = await journals.LoadAsync(id, cancellationToken);
        if (journal?.Header.Wait is { } wait && wait.Key == waitKey && time.GetUtcNow() >= wait.Due)
        {
            await EndAsync(journal, waitKey, WaitOutcome.Expired);
        }
    }

    /// <summary>Ends a turn that waits, or that this process does not work on, and stores it as it stands.</summary>
    public async Task<WaitResult> CancelAsync(TurnId id, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            using var journal = await journals.LoadAsync(id, cancellationToken);
            if (journal is null)
            {
                return WaitResult.NotFound;
            }

            // Another process may have written something in between: that is no reason not to be stopped.
            if (await journal.TryCancelAsync())
            {
                await scheduler.StopAsync(id);
                await starter.ContinueAsync(id);
                return WaitResult.Accepted;
            }
        }

        return WaitResult.NotWaiting;
    }

    // Between the end of a wait and that of its turn only the journal knows what ended it.
    private static WaitResult WhyNotWaiting(TurnJournal journal, WaitKind kind, string? key, WaitOutcome outcome)
    {
        var last = journal.Waits.LastOrDefault();
        if (StepKinds.Wait.ResultOf(last) is not { } ended
            || (key is not null && last!.Key != StepKeys.Wait(key))
            || StepKinds.Wait.RequestOf(last!).Kind != kind)
        {
            return WaitResult.NotWaiting;
        }

        return ended.TimedOut ? WaitResult.Expired : ended == outcome ? WaitResult.Repeated : WaitResult.NotWaiting;
    }

    private async Task<bool> EndAsync(TurnJournal journal, string waitKey, WaitOutcome outcome)
    {
        if (!await journal.TryResolveAsync(waitKey, StepKinds.Wait.Write(outcome), time.GetUtcNow()))
        {
            return false;
        }

        await scheduler.ContinueAsync(journal.Id);
        return true;
    }
}
