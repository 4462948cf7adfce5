using DigitalTwin.Conversations;
using DigitalTwin.Turns.Api;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Running;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Turns.Events;

/// <summary>
/// Finds a turn wherever it is (running in this process or in another one, waiting, or stored) and keeps its readers up to date.
/// </summary>
internal sealed partial class TurnFeeds(
    RunningTurns turns,
    TurnRunner runner,
    JournalStore journals,
    ConversationStore conversations,
    ITurnScheduler scheduler,
    CutOffTurns cutOff,
    TimeProvider time,
    ILogger<TurnFeeds> logger)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <summary>The turn's events, or <see langword="null"/> where there is no such turn.</summary>
    public async Task<TurnFeed?> FindAsync(TurnId id, CancellationToken cancellationToken)
    {
        var watch = turns.Watch(id);
        try
        {
            if (turns.Find(id) is { } running && await IsBegunAsync(running, cancellationToken))
            {
                await watch.Stream.ReadAsync(0, cancellationToken);
                return Follow(watch, running.Work, new Known(running.MessageHash));
            }

            if (await ReplayAsync(id, watch.Stream, cancellationToken) is { } known)
            {
                return Follow(watch, Task.CompletedTask, known);
            }
        }
        catch
        {
            watch.Dispose();
            throw;
        }

        watch.Dispose();
        return null;
    }

    /// <summary>The events of a turn that begins now, from the first one on. Returns when the message is kept.</summary>
    /// <param name="id">The turn's id.</param>
    /// <param name="begin">Begins it.</param>
    /// <param name="cancellationToken">Ends the waiting, not the turn.</param>
    /// <returns><see langword="null"/> where the message's turn was begun before.</returns>
    public async Task<TurnFeed?> OpenAsync(TurnId id, Func<RunningTurn> begin, CancellationToken cancellationToken)
    {
        var watch = turns.Watch(id);
        try
        {
            var turn = begin();
            if (await IsBegunAsync(turn, cancellationToken))
            {
                return Follow(watch, turn.Work, new Known(turn.MessageHash));
            }
        }
        catch
        {
            watch.Dispose();
            throw;
        }

        watch.Dispose();
        return null;
    }

    /// <summary>How a stored turn went, or <see langword="null"/>.</summary>
    public async Task<TurnView?> FindStoredAsync(TurnId id, CancellationToken cancellationToken)
        => await conversations.GetTurnAsync(id, cancellationToken) is { } stored
            && stored.Events is { } events
                ? TurnView.From(TurnEventJson.Decode(events))
                : null;

    // One whose turn was begun before has nothing more to do: only once it is gone is the turn found where it is.
    private static async Task<bool> IsBegunAsync(RunningTurn turn, CancellationToken cancellationToken)
    {
        if (await turn.Begun.WaitAsync(cancellationToken))
        {
            return true;
        }

        await turn.Work.WaitAsync(cancellationToken);
        return false;
    }

    // Beyond the work of this process: once the turn waits, other instances may go on with it.
    private TurnFeed Follow(TurnFeed watch, Task work, Known known)
    {
        Action leave = watch.Dispose;
        if (scheduler.HasOtherInstances && !watch.Stream.IsOver)
        {
            var stop = new CancellationTokenSource();
            _ = PollAsync(watch.Id, watch.Stream, work, stop.Token);
            leave = () =>
            {
                stop.Cancel();
                stop.Dispose();
                watch.Dispose();
            };
        }

        return new TurnFeed(watch.Id, watch.Stream, leave) { MessageHash = known.MessageHash, MayBeRepeated = known.MayBeRepeated };
    }

    /// <summary>
    /// Shows a turn as far as it is known, and has it go on where its process left no journal. One that is nowhere costs two reads.
    /// </summary>
    /// <returns>What is known of it, or <see langword="null"/> where there is no such turn.</returns>
    /// <remarks>
    /// The journal is read first: a turn's end is stored in its conversation before its journal is deleted, so that one that moves between
    /// the two reads is found by the second.
    /// </remarks>
    private async Task<Known?> ReplayAsync(TurnId id, TurnStream stream, CancellationToken cancellationToken)
    {
        using var journal = await journals.LoadAsync(id, cancellationToken);
        var stored = await conversations.GetTurnAsync(id, cancellationToken);
        if (stored?.Events is { } events)
        {
            foreach (var next in TurnEventJson.Decode(events))
            {
                stream.Write(next);
            }

            return new Known(stored.MessageHash, stored.MayBeRepeated);
        }

        if (journal is not null)
        {
            await runner.ReplayAsync(journal, stream);
            return new Known(StoredTurn.HashOf(journal.Header.Start.Message));
        }

        return stored is null ? null : await ShowClaimAsync(stored, stream);
    }

    private async Task<Known> ShowClaimAsync(StoredTurn claim, TurnStream stream)
    {
        using var journal = journals.Begin(JournalHeader.FromRow(claim.Row));
        await runner.ReplayAsync(journal, stream);
        await cutOff.TakeUpAsync(claim);
        return new Known(claim.MessageHash);
    }

    // A look costs one point read as long as nothing happens.
    private async Task PollAsync(TurnId id, TurnStream stream, Task work, CancellationToken stop)
    {
        try
        {
            await work.WaitAsync(stop);
            var (pause, known, since) = (ShortestPause, "", time.GetTimestamp());
            while (!stream.IsOver)
            {
                await Task.Delay(pause, time, stop);
                var found = await journals.FindAsync(id, stop);
                var hasNews = (found?.ETag ?? "") != known;
                pause = hasNews ? ShortestPause : pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
                if (!hasNews && found is { } same)
                {
                    since = await ContinueIfCutOffAsync(same.Header, since);
                    continue;
                }

                // Of a turn without a journal only its end can be seen.
                (known, since) = (found?.ETag ?? "", time.GetTimestamp());
                if (await ReplayAsync(id, stream, stop) is null && found is null)
                {
                    stream.Close();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The reader left.
        }
        catch (Exception error)
        {
            // Clients reconnect and resume.
            LogFailed(logger, id, error);
            stream.Close();
        }
    }

    // A turn that should go on and does not was cut off: a reader waits for it here, so it is not left to the next sweep.
    private async Task<long> ContinueIfCutOffAsync(JournalHeader header, long since)
    {
        if (header.Wait is not null || !turns.WasCutOff(header, journals) || time.GetElapsedTime(since) < journals.LeaseTime)
        {
            return since;
        }

        await scheduler.ContinueAsync(header.Start.Id);
        return time.GetTimestamp();
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, Message = "Turn {TurnId} cannot be followed")]
    private static partial void LogFailed(ILogger logger, TurnId turnId, Exception error);

    /// <summary>What is known of a turn beside its events.</summary>
    private sealed record Known(string? MessageHash, bool MayBeRepeated = false);
}
