namespace DigitalTwin.Search;

/// <summary>
/// What this process knows of something that others change, too: read again where it is old, once for all that wait; whoever asks
/// meanwhile gets the old one, unless this process has changed it itself.
/// </summary>
/// <param name="load">Reads it; gets what was known before.</param>
/// <param name="fresh">How long it is not looked at again.</param>
/// <param name="time">The clock.</param>
internal sealed class Refreshed<T>(Func<T?, Task<T>> load, TimeSpan fresh, TimeProvider time)
    where T : class
{
    private readonly Lock gate = new();
    private T? known;
    private Task<T>? loading;
    private long? loadedAt;
    private int version;

    /// <summary>Has it read again at the next use, because this process changed it.</summary>
    public void Invalidate()
    {
        lock (gate)
        {
            (loadedAt, loading) = (null, null);
            version++;
        }
    }

    /// <summary>What is known.</summary>
    public async ValueTask<T> GetAsync(CancellationToken cancellationToken)
    {
        Task<T> reading;
        lock (gate)
        {
            if (loadedAt is { } at && time.GetElapsedTime(at) < fresh)
            {
                return known!;
            }

            var (started, before) = (version, known);
            reading = loading ??= Task.Run(() => LoadAsync(started, before), CancellationToken.None);
            if (loadedAt is not null)
            {
                return known!;
            }
        }

        return await reading.WaitAsync(cancellationToken);
    }

    // What was begun before a change is not kept.
    private async Task<T> LoadAsync(int started, T? before)
    {
        try
        {
            var next = await load(before);
            lock (gate)
            {
                if (version == started)
                {
                    (known, loadedAt, loading) = (next, time.GetTimestamp(), null);
                }
            }

            return next;
        }
        catch
        {
            lock (gate)
            {
                loading = version == started ? null : loading;
            }

            throw;
        }
    }
}
