using DigitalTwin.Conversations;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Running;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.LocalHost.Turns;

/// <summary>
/// The open turns of one machine that no request works on. A waiting turn costs a line in a list and its journal on disk: no thread, no
/// timer of its own, nothing of its workflow in memory. <see cref="TurnWaker"/> has them go on.
/// </summary>
internal sealed class WaitingTurns(TimeProvider time) : ITurnScheduler, IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private readonly Lock gate = new();
    private readonly HashSet<TurnId> waiting = [];
    private readonly HashSet<TurnId> cutOff = [];
    private readonly PriorityQueue<(TurnId Id, string Key), DateTimeOffset> due = new();
    private readonly Queue<TurnId> ready = new();
    private readonly SemaphoreSlim changed = new(0);

    public bool HasOtherInstances => false;

    /// <summary>How many turns wait.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    public Task WaitBeganAsync(TurnStart start, TurnWait wait)
    {
        Add(start.Id, wait);
        changed.Release();
        return Task.CompletedTask;
    }

    public Task ContinueAsync(TurnId id)
    {
        lock (gate)
        {
            waiting.Remove(id);
            ready.Enqueue(id);
        }

        changed.Release();
        return Task.CompletedTask;
    }

    public Task StopAsync(TurnId id)
    {
        lock (gate)
        {
            waiting.Remove(id);
            cutOff.Remove(id);
        }

        return Task.CompletedTask;
    }

    public ValueTask<bool> IsOpenAsync(TurnId id, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return ValueTask.FromResult(waiting.Contains(id) || cutOff.Contains(id));
        }
    }

    /// <summary>Adds a turn that a stop or a crash left waiting.</summary>
    public void Add(TurnId id, TurnWait wait)
    {
        lock (gate)
        {
            waiting.Add(id);
            due.Enqueue((id, wait.Key), wait.Due);
        }
    }

    /// <summary>Adds a turn that a stop or a crash cut off.</summary>
    public void AddCutOff(TurnId id)
    {
        lock (gate)
        {
            cutOff.Add(id);
        }
    }

    /// <summary>The turns that a stop or a crash cut off and that have not gone on yet.</summary>
    public IReadOnlyList<TurnId> CutOff()
    {
        lock (gate)
        {
            return [.. cutOff];
        }
    }

    /// <summary>A turn that was cut off has gone on.</summary>
    public void TakenUp(TurnId id)
    {
        lock (gate)
        {
            cutOff.Remove(id);
        }
    }

    /// <summary>The next turn that is to go on, or <see langword="null"/>.</summary>
    public TurnId? TakeReady()
    {
        lock (gate)
        {
            return ready.TryDequeue(out var id) ? id : null;
        }
    }

    /// <summary>The next wait whose time is up, or <see langword="null"/>.</summary>
    public (TurnId Id, string Key)? TakeDue()
    {
        lock (gate)
        {
            return due.TryPeek(out _, out var at) && at <= time.GetUtcNow() ? due.Dequeue() : null;
        }
    }

    /// <summary>Waits until something may be ready or due.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        TimeSpan next;
        lock (gate)
        {
            var left = due.TryPeek(out _, out var at) ? at - time.GetUtcNow() : Longest;
            next = left < TimeSpan.Zero ? TimeSpan.Zero : left < Longest ? left : Longest;
        }

        // The semaphore itself has to give up: one that is still waited for would take the next signal away.
        using var timeUp = new CancellationTokenSource(next, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeUp.Token, cancellationToken);
        try
        {
            await changed.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // A wait's time is up.
        }
    }

    public void Dispose() => changed.Dispose();
}
