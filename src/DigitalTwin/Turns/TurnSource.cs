using DigitalTwin.Conversations;
using DigitalTwin.Turns.Journal;

namespace DigitalTwin.Turns;

/// <summary>Finds a turn wherever it is: worked on in this process or in another one, waiting, or stored.</summary>
internal sealed class TurnSource(
    TurnRegistry registry,
    TurnRunner runner,
    JournalStore journals,
    ConversationStore conversations,
    ITurnEngine engine,
    TurnFollower follower)
{
    /// <summary>The turn's events, or <see langword="null"/> where there is no such turn.</summary>
    public async Task<TurnWatch?> WatchAsync(TurnId id, CancellationToken cancellationToken)
    {
        var watch = registry.Watch(id);
        try
        {
            if (registry.Find(id) is { } running)
            {
                await watch.Stream.ReadAsync(0, cancellationToken);
                return Follow(watch, running);
            }

            if (await TellAsync(id, watch.Stream, cancellationToken))
            {
                await watch.Stream.ReadAsync(0, cancellationToken);
                return Follow(id, watch, Task.CompletedTask);
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
        => await conversations.GetTurnAsync(id, cancellationToken) is { } stored ? TurnPresenter.View(TurnLog.Decode(stored.Events), null) : null;

    /// <summary>Keeps a watch up to date beyond the work of this process: once the turn waits, others may go on with it.</summary>
    public TurnWatch Follow(TurnWatch watch, RunningTurn running) => Follow(running.Id, watch, running.Work);

    private TurnWatch Follow(TurnId id, TurnWatch watch, Task work)
    {
        if (!engine.IsShared || watch.Stream.IsOver)
        {
            return watch;
        }

        var stop = new CancellationTokenSource();
        _ = follower.FollowAsync(id, watch.Stream, work, token => TellAsync(id, watch.Stream, token), stop.Token);
        return new TurnWatch(watch.Stream, () =>
        {
            stop.Cancel();
            stop.Dispose();
            watch.Dispose();
        });
    }

    /// <summary>Tells a turn as far as it is known. One that is nowhere costs two reads.</summary>
    /// <remarks>
    /// The journal is read first: a turn is stored in its conversation before its journal goes, so that one that moves between the two
    /// reads is found by the second.
    /// </remarks>
    private async Task<bool> TellAsync(TurnId id, TurnStream stream, CancellationToken cancellationToken)
    {
        using var journal = await journals.LoadAsync(id, cancellationToken);
        if (await conversations.GetTurnAsync(id, cancellationToken) is { } stored)
        {
            foreach (var next in TurnLog.Decode(stored.Events))
            {
                stream.Write(next);
            }

            return true;
        }

        if (journal is not null)
        {
            await runner.TellAsync(journal, stream);
        }

        return journal is not null;
    }
}
