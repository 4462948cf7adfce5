namespace DigitalTwin.Turns;

/// <summary>A turn's events as they happen, for any number of readers from any point on.</summary>
internal sealed class TurnStream
{
    private readonly Lock gate = new();
    private readonly List<TurnEvent> events = [];
    private TaskCompletionSource changed = NewSignal();
    private bool isOver;

    /// <summary>The events so far.</summary>
    public IReadOnlyList<TurnEvent> Snapshot()
    {
        lock (gate)
        {
            return [.. events];
        }
    }

    /// <summary>Shows the next event. One that is there already, because a turn is told again from its journal, changes nothing.</summary>
    public void Write(TurnEvent next)
    {
        lock (gate)
        {
            if (next.Sequence == events.Count + 1 && !isOver)
            {
                events.Add(next);
                isOver = TurnEventTypes.IsLast(next.Type);
                Signal();
            }
        }
    }

    /// <summary>Sends everybody away: the turn goes on elsewhere, or nowhere.</summary>
    public void Close()
    {
        lock (gate)
        {
            isOver = true;
            Signal();
        }
    }

    /// <summary>The events after a sequence number, waiting until there are some; none once the turn is over.</summary>
    public async Task<IReadOnlyList<TurnEvent>> ReadAsync(int after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (events.Count > after)
                {
                    return events.GetRange(after, events.Count - after);
                }

                if (isOver)
                {
                    return [];
                }

                next = changed.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits until, after a sequence number, the turn is over or waits for somebody.</summary>
    public async Task ReadToRestAsync(int after, CancellationToken cancellationToken)
    {
        while (await ReadAsync(after, cancellationToken) is { Count: > 0 } next && !TurnEventTypes.IsRest(next[^1].Type))
        {
            after = next[^1].Sequence;
        }
    }

    private void Signal()
    {
        var done = changed;
        changed = NewSignal();
        done.SetResult();
    }

    // Readers run on their own threads, never on the writer's.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
