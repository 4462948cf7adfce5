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
            if (turns.Find(id) is { } running)
            {
                await watch.Stream.ReadAsync(0, cancellationToken);
                return Follow(watch, running.Work, running.MessageHash);
            }

            if (await ReplayAsync(id, watch.Stream, cancellationToken) is { } messageHash)
            {
                return Follow(watch, Task.CompletedTask, messageHash);
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

    /// <summary>The events of a turn that begins now, from the first one on.</summary>
    /// <param name="id">The turn's id.</param>
    /// <param name="begin">Begins it.</param>
    public TurnFeed Open(TurnId id, Func<RunningTurn> begin)
    {
        var watch = turns.Watch(id);
        try
        {
            var turn = begin();
            return Follow(watch, turn.Work, turn.MessageHash);
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    /// <summary>How a stored turn went, or <see langword="null"/>.</summary>
    public async Task<TurnView?> FindStoredAsync(TurnId id, CancellationToken cancellationToken)
        => await conversations.GetTurnAsync(id, cancellationToken) is { } stored
            ? TurnView.From(TurnEventJson.Decode(stored.Events))
            : null;

    // Beyond the work of this process: once the turn waits, other instances may go on with it.
    private TurnFeed Follow(TurnFeed watch, Task work, string? messageHash)
    {
        if (!scheduler.HasOtherInstances || watch.Stream.IsOver)
        {
            return new TurnFeed(watch.Id, watch.Stream, watch.Dispose) { MessageHash = messageHash };
        }

        var stop = new CancellationTokenSource();
        _ = PollAsync(watch.Id, watch.Stream, work, stop.Token);
        return new TurnFeed(watch.Id, watch.Stream, () =>
        {
            stop.Cancel();
            stop.Dispose();
            watch.Dispose();
        })
        {
            MessageHash = messageHash,
        };
    }

    /// <summary>Shows a turn as far as it is known. One that is nowhere costs two reads.</summary>
    /// <returns>The hash of the message that began it, or <see langword="null"/> where there is no such turn.</returns>
    /// <remarks>
    /// The journal is read first: a turn is stored in its conversation before its journal is deleted, so that one that moves between
    /// the two reads is found by the second.
    /// </remarks>
    private async Task<string?> ReplayAsync(TurnId id, TurnStream stream, CancellationToken cancellationToken)
    {
        using var journal = await journals.LoadAsync(id, cancellationToken);
        if (await conversations.GetTurnAsync(id, cancellationToken) is { } stored)
        {
            foreach (var next in TurnEventJson.Decode(stored.Events))
            {
                stream.Write(next);
            }

            return stored.MessageHash;
        }

        if (journal is null)
        {
            return null;
        }

        await runner.ReplayAsync(journal, stream);
        return StoredTurn.HashOf(journal.Header.Start.Message);
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
                if (found?.ETag == known)
                {
                    pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause;
                    since = await ContinueIfCutOffAsync(found.Value.Header, since);
                    continue;
                }

                (pause, known, since) = (ShortestPause, found?.ETag ?? "", time.GetTimestamp());
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
}
