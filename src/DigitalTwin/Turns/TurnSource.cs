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
    TurnFollower follower,
    TimeProvider time)
{
    // A turn's first step leaves no trace until it is over: in another process it can only be waited for.
    private static readonly TimeSpan LongestSearch = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan SearchPause = TimeSpan.FromSeconds(1);

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

            if (await TellAsync(id, watch.Stream, cancellationToken) || await SearchAsync(id, watch.Stream, cancellationToken))
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

    private async Task<bool> SearchAsync(TurnId id, TurnStream stream, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        while (engine.IsShared && time.GetElapsedTime(started) < LongestSearch)
        {
            await Task.Delay(SearchPause, time, cancellationToken);
            if (await TellAsync(id, stream, cancellationToken))
            {
                return true;
            }
        }

        return false;
    }

    // Twice: between the two looks a turn may move from its journal to its conversation.
    private async Task<bool> TellAsync(TurnId id, TurnStream stream, CancellationToken cancellationToken)
        => await TellOnceAsync(id, stream, cancellationToken) || await TellOnceAsync(id, stream, cancellationToken);

    private async Task<bool> TellOnceAsync(TurnId id, TurnStream stream, CancellationToken cancellationToken)
    {
        if (await conversations.GetTurnAsync(id, cancellationToken) is { } stored)
        {
            foreach (var next in TurnLog.Decode(stored.Events))
            {
                stream.Write(next);
            }

            return true;
        }

        using var journal = await journals.LoadAsync(id, cancellationToken);
        if (journal is null)
        {
            return false;
        }

        await runner.TellAsync(journal, stream);
        return true;
    }
}
