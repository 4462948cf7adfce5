namespace DigitalTwin.Turns;

/// <summary>A turn's events as they happen, for any number of readers from any point on.</summary>
internal sealed class TurnStream
{
    private readonly Lock gate = new();
    private readonly List<TurnEvent> events = [];
    private TaskCompletionSource changed = NewSignal();
    private bool isOver;
    private bool isWorking;

    /// <summary>Whether nothing more comes here.</summary>
    public bool IsOver
    {
        get
        {
            lock (gate)
            {
                return isOver;
            }
        }
    }

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
            if (!isOver && next.Sequence <= events.Count && events[next.Sequence - 1] is var shown && shown.Run < next.Run && shown.Data != next.Data)
            {
                // What was shown is of a run that was cut off elsewhere: whoever saw it comes again with its id, and gets what counts.
                isOver = true;
                Signal();
            }
            else if (next.Sequence == events.Count + 1 && !isOver)
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

    /// <summary>Somebody begins to work on the turn, or is done with it for now.</summary>
    public void SetWorking(bool isWorking)
    {
        lock (gate)
        {
            this.isWorking = isWorking;
            Signal();
        }
    }

    /// <summary>Waits until, after a sequence number, the turn is over or waits for somebody.</summary>
    /// <remarks>A turn that is told again passes its earlier waits: only one that nobody works on is at rest.</remarks>
    public async Task ReadToRestAsync(int after, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (isOver || (!isWorking && events.Count > after && events[^1].Type == TurnEventTypes.Waiting))
                {
                    return;
                }

                next = changed.Task;
            }

            await next.WaitAsync(cancellationToken);
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
