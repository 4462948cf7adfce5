using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace DigitalTwin.Turns;

/// <summary>A turn's events as they happen, for any number of readers from any point on.</summary>
internal sealed class TurnStream
{
    private readonly Lock gate = new();
    private readonly List<TurnEvent> events = [];
    private TaskCompletionSource changed = NewSignal();
    private bool isOver;

    /// <summary>A turn that is over.</summary>
    public static TurnStream Of(IEnumerable<TurnEvent> events)
    {
        var stream = new TurnStream { isOver = true };
        stream.events.AddRange(events);
        return stream;
    }

    /// <summary>The events so far.</summary>
    public IReadOnlyList<TurnEvent> Snapshot()
    {
        lock (gate)
        {
            return [.. events];
        }
    }

    /// <summary>Makes the next event without showing it: the last one is stored before anyone sees it.</summary>
    public TurnEvent Prepare<T>(string type, T data, JsonTypeInfo<T> json)
    {
        lock (gate)
        {
            return new TurnEvent(events.Count + 1, type, JsonSerializer.Serialize(data, json));
        }
    }

    /// <summary>Shows the next event. There is one writer.</summary>
    public void Write<T>(string type, T data, JsonTypeInfo<T> json) => Write(Prepare(type, data, json));

    /// <summary>Shows a prepared event.</summary>
    public void Write(TurnEvent next)
    {
        lock (gate)
        {
            events.Add(next);
            isOver = TurnEventTypes.IsLast(next.Type);
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

    /// <summary>Waits for the turn's last event.</summary>
    public async Task<TurnEvent> ReadLastAsync(CancellationToken cancellationToken)
    {
        var after = 0;
        while (await ReadAsync(after, cancellationToken) is { Count: > 0 } next)
        {
            after = next[^1].Sequence;
        }

        lock (gate)
        {
            return events[^1];
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
