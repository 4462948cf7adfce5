using System.Runtime.CompilerServices;

namespace DigitalTwin.Turns.Events;

/// <summary>A turn's events as they happen, for any number of readers from any point on.</summary>
internal sealed class TurnStream
{
    private readonly Lock gate = new();
    private readonly List<TurnEvent> events = [];
    private TaskCompletionSource changed = NewSignal();
    private bool isOver;
    private bool isWorking;

    /// <summary>Whether no more events come here.</summary>
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

    /// <summary>Shows the next event. One that is there already, because a turn is replayed, changes nothing.</summary>
    public void Write(TurnEvent next)
    {
        lock (gate)
        {
            if (isOver)
            {
                return;
            }

            if (next.Sequence <= events.Count)
            {
                CloseIfOutdated_NeedsLock(events[next.Sequence - 1], next);
            }
            else if (next.Sequence == events.Count + 1)
            {
                events.Add(next);
                isOver = next.IsLast;
                Signal_NeedsLock();
            }
        }
    }

    /// <summary>Closes the stream for all readers: the turn goes on elsewhere, or not at all.</summary>
    public void Close()
    {
        lock (gate)
        {
            isOver = true;
            Signal_NeedsLock();
        }
    }

    /// <summary>Says whether this process works on the turn.</summary>
    public void SetWorking(bool isWorking)
    {
        lock (gate)
        {
            this.isWorking = isWorking;
            Signal_NeedsLock();
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

    /// <summary>All events after a sequence number, as they come, until the turn is over.</summary>
    /// <param name="after">The sequence number.</param>
    /// <param name="idle">After how long without an event an empty list comes, for a sign of life.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<IReadOnlyList<TurnEvent>> ReadAllAsync(
        int after, TimeSpan idle, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reading = ReadAsync(after, cancellationToken);
        while (true)
        {
            IReadOnlyList<TurnEvent> next = [];
            try
            {
                next = await reading.WaitAsync(idle, time, cancellationToken);
                if (next.Count == 0)
                {
                    yield break;
                }

                reading = ReadAsync(next[^1].Sequence, cancellationToken);
            }
            catch (TimeoutException)
            {
                // Nothing came; the same read goes on.
            }

            yield return next;
        }
    }

    /// <summary>Whether a reader saw nothing yet but that the turn was begun.</summary>
    public bool IsSilent
    {
        get
        {
            lock (gate)
            {
                return !isOver && events.TrueForAll(each => each.Type is TurnEventTypes.Started or TurnEventTypes.Status);
            }
        }
    }

    /// <summary>Waits until, after a sequence number, the turn is over or waits for a person.</summary>
    /// <remarks>During a replay earlier waits reappear: only a turn that this process does not work on is at rest.</remarks>
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

    // What was shown is of a run that was cut off elsewhere: readers reconnect with Last-Event-ID and receive the current run.
    private void CloseIfOutdated_NeedsLock(TurnEvent shown, TurnEvent next)
    {
        if (shown.Run < next.Run && shown.Data != next.Data)
        {
            isOver = true;
            Signal_NeedsLock();
        }
    }

    private void Signal_NeedsLock()
    {
        var done = changed;
        changed = NewSignal();
        done.SetResult();
    }

    // Readers run on their own threads, never on the writer's.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
