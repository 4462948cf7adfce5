using System.Text.Json;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflow;

namespace DigitalTwin.Turns;

/// <summary>What became of a signal to a turn.</summary>
internal enum SignalResult
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
internal sealed class TurnSignals(JournalStore journals, ITurnEngine engine, TimeProvider time)
{
    private const int MostAttempts = 10;

    /// <summary>Ends a wait with what a person said.</summary>
    /// <param name="id">The turn.</param>
    /// <param name="kind">What it has to wait for.</param>
    /// <param name="key">The wait's key, or <see langword="null"/> for any of that kind.</param>
    /// <param name="outcome">What the person said.</param>
    /// <param name="cancellationToken">Ends the reading, not the writing.</param>
    public async Task<SignalResult> AnswerAsync(TurnId id, WaitKind kind, string? key, WaitOutcome outcome, CancellationToken cancellationToken)
    {
        using var journal = await journals.LoadAsync(id, cancellationToken);
        if (journal is null)
        {
            return SignalResult.NotFound;
        }

        if (journal.Header.Wait is not { } wait || wait.Kind != kind || (key is not null && wait.Key != StepKeys.Wait(key)))
        {
            return WhyNotWaiting(journal, kind, key, outcome);
        }

        if (time.GetUtcNow() >= wait.Due)
        {
            // Late is late, even where the timer has not come round to it.
            await EndAsync(journal, wait.Key, WaitOutcome.Expired);
            return SignalResult.Expired;
        }

        // Whoever was faster has written what is to be said of this one.
        return await EndAsync(journal, wait.Key, outcome) ? SignalResult.Accepted : await AnswerAsync(id, kind, key, outcome, cancellationToken);
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

    /// <summary>Ends a turn that waits, or that no one in this process works on.</summary>
    public async Task<SignalResult> CancelAsync(TurnId id, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            using var journal = await journals.LoadAsync(id, cancellationToken);
            if (journal is null)
            {
                return SignalResult.NotFound;
            }

            // Whoever works on it may have written something in between: that is no reason not to be stopped.
            if (await journal.TryCancelAsync())
            {
                await engine.CancelAsync(id);
                return SignalResult.Accepted;
            }
        }

        return SignalResult.NotWaiting;
    }

    // Between the end of a wait and that of its turn only the journal knows what ended it.
    private static SignalResult WhyNotWaiting(TurnJournal journal, WaitKind kind, string? key, WaitOutcome outcome)
    {
        var last = journal.Entries.LastOrDefault(entry => entry.Key.StartsWith(StepKeys.WaitPrefix, StringComparison.Ordinal));
        if (last is not { Result: { } result }
            || (key is not null && last.Key != StepKeys.Wait(key))
            || JsonSerializer.Deserialize(last.Request, ProductJson.Api.WaitStep)!.Kind != kind)
        {
            return SignalResult.NotWaiting;
        }

        var ended = JsonSerializer.Deserialize(result, ProductJson.Api.WaitOutcome)!;
        return ended.TimedOut ? SignalResult.Expired : ended == outcome ? SignalResult.Repeated : SignalResult.NotWaiting;
    }

    private async Task<bool> EndAsync(TurnJournal journal, string waitKey, WaitOutcome outcome)
    {
        if (!await journal.TryResolveAsync(waitKey, JsonSerializer.Serialize(outcome, ProductJson.Api.WaitOutcome), time.GetUtcNow()))
        {
            return false;
        }

        await engine.WakeAsync(journal.Id);
        return true;
    }
}
