using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Events;
using DigitalTwin.Turns.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Turns.Running;

/// <summary>
/// The turns of this process: those it works on, and those that have readers. They belong to no request: a visitor who goes
/// away loses nothing, and a stopping host finishes what it has begun.
/// </summary>
internal sealed partial class RunningTurns(ILogger<RunningTurns> logger) : IHostedLifecycleService
{
    /// <summary>Most turns of a session that run at once.</summary>
    public const int MostPerSession = 8;

    // What of the host's own time limit is left for connections to close.
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(25);

    private readonly Lock gate = new();
    private readonly Dictionary<TurnId, TurnEntry> entries = [];
    private readonly Dictionary<string, int> runningBySession = new(StringComparer.Ordinal);
    private bool isStopping;

    /// <summary>How many turns run.</summary>
    public int Count => All().Count;

    /// <summary>Whether another turn of a session may begin.</summary>
    public bool HasRoom(string sessionId)
    {
        lock (gate)
        {
            return !isStopping && runningBySession.GetValueOrDefault(sessionId) < MostPerSession;
        }
    }

    public RunningTurn? Find(TurnId id)
    {
        lock (gate)
        {
            return entries.GetValueOrDefault(id)?.Running;
        }
    }

    /// <summary>Whether the turn was cut off: no other process holds it, and this one does not work on it.</summary>
    public bool WasCutOff(JournalHeader header, JournalStore journals)
        => (header.IsCancelled || Find(header.Start.Id) is null) && journals.IsFree(header);

    /// <summary>The turn's events; its stream stays the same one as long as the feed is held.</summary>
    public TurnFeed Watch(TurnId id)
    {
        lock (gate)
        {
            var entry = EntryOf_NeedsLock(id);
            entry.Readers++;
            return new TurnFeed(id, entry.Stream, () => Leave(id, entry));
        }
    }

    /// <summary>Whether the turn has readers in this process.</summary>
    public bool IsRead(TurnId id)
    {
        lock (gate)
        {
            return entries.GetValueOrDefault(id) is { Readers: > 0 };
        }
    }

    /// <summary>Begins to work on a message's turn, unless it runs already.</summary>
    /// <exception cref="ProblemException">The host is stopping, or too many turns of the session are running.</exception>
    public RunningTurn Begin(TurnId id, string messageHash, Func<RunningTurn, Task> work) => StartOrJoin(id, messageHash, work);

    /// <summary>Goes on with a turn, unless it runs already.</summary>
    /// <exception cref="ProblemException">The host is stopping.</exception>
    public RunningTurn Resume(TurnId id, Func<RunningTurn, Task> work) => StartOrJoin(id, null, work);

    /// <summary>Cancels every turn of a session and waits until they have ended.</summary>
    public async Task CancelSessionAsync(string sessionId)
    {
        var turns = All().Where(turn => turn.Id.SessionId == sessionId).ToList();
        turns.ForEach(turn => turn.Cancel());
        await Task.WhenAll(turns.Select(turn => turn.Work));
    }

    /// <summary>Closes the streams of a session that is gone.</summary>
    public void CloseSession(string sessionId) => CloseAll(id => id.SessionId == sessionId);

    /// <summary>Before anything else stops: running turns finish while their streams are still open.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        lock (gate)
        {
            isStopping = true;
        }

        await (All() is { Count: > 0 } turns ? FinishAllAsync(turns, cancellationToken) : Task.CompletedTask);

        // Readers of a turn that waits would hold up the stop for nothing: clients reconnect.
        CloseAll(_ => true);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private RunningTurn StartOrJoin(TurnId id, string? messageHash, Func<RunningTurn, Task> work)
    {
        RunningTurn turn;
        lock (gate)
        {
            if (entries.GetValueOrDefault(id)?.Running is { } already)
            {
                return already;
            }

            CheckMayStart_NeedsLock(id.SessionId, isNew: messageHash is not null);
            var entry = EntryOf_NeedsLock(id);
            turn = entry.Running = new RunningTurn(id, entry.Stream) { MessageHash = messageHash };
            entry.Stream.SetWorking(true);
            runningBySession[id.SessionId] = runningBySession.GetValueOrDefault(id.SessionId) + 1;
        }

        // The request's own context (its activity, its culture) goes along; its cancellation does not.
        _ = Task.Run(() => RunAsync(turn, work), CancellationToken.None);
        return turn;
    }

    private async Task FinishAllAsync(List<RunningTurn> turns, CancellationToken cancellationToken)
    {
        LogFinishing(logger, turns.Count);
        var finished = Task.WhenAll(turns.Select(turn => turn.Work));
        try
        {
            await finished.WaitAsync(ClosingTime, cancellationToken);
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            LogCancelling(logger, Count);
            turns.ForEach(turn => turn.Cancel());
            await finished;
        }
    }

    private void CloseAll(Func<TurnId, bool> which)
    {
        List<TurnStream> streams;
        lock (gate)
        {
            streams = [.. entries.Where(entry => which(entry.Key)).Select(entry => entry.Value.Stream)];
        }

        streams.ForEach(stream => stream.Close());
    }

    private List<RunningTurn> All()
    {
        lock (gate)
        {
            return [.. entries.Values.Select(entry => entry.Running).OfType<RunningTurn>()];
        }
    }

    private void CheckMayStart_NeedsLock(string sessionId, bool isNew)
    {
        if (isStopping)
        {
            throw new ProblemException(Problems.ShuttingDown);
        }

        if (isNew && runningBySession.GetValueOrDefault(sessionId) >= MostPerSession)
        {
            throw new ProblemException(Problems.TooManyTurns);
        }
    }

    private async Task RunAsync(RunningTurn turn, Func<RunningTurn, Task> work)
    {
        try
        {
            await work(turn);
        }
        catch (Exception error)
        {
            LogFailed(logger, turn.Id, error);
            turn.Stream.Close();
        }
        finally
        {
            lock (gate)
            {
                var entry = entries[turn.Id];
                entry.Running = null;
                entry.Stream.SetWorking(false);
                Forget_NeedsLock(turn.Id, entry);
                if (--runningBySession[turn.Id.SessionId] == 0)
                {
                    runningBySession.Remove(turn.Id.SessionId);
                }
            }

            turn.End();
            turn.Dispose();
        }
    }

    private TurnEntry EntryOf_NeedsLock(TurnId id)
    {
        if (!entries.TryGetValue(id, out var entry))
        {
            entries.Add(id, entry = new TurnEntry());
        }

        return entry;
    }

    private void Leave(TurnId id, TurnEntry entry)
    {
        lock (gate)
        {
            entry.Readers--;
            Forget_NeedsLock(id, entry);
        }
    }

    private void Forget_NeedsLock(TurnId id, TurnEntry entry)
    {
        if (entry is { Running: null, Readers: 0 })
        {
            entries.Remove(id);
        }
    }

    [LoggerMessage(EventId = 5002, Level = LogLevel.Information, Message = "Finishing {Count} running turns before the host stops")]
    private static partial void LogFinishing(ILogger logger, int count);

    [LoggerMessage(EventId = 5003, Level = LogLevel.Warning, Message = "No time left: cancelling {Count} turns")]
    private static partial void LogCancelling(ILogger logger, int count);

    [LoggerMessage(EventId = 5004, Level = LogLevel.Error, Message = "Turn {TurnId} failed")]
    private static partial void LogFailed(ILogger logger, TurnId turnId, Exception error);
}
