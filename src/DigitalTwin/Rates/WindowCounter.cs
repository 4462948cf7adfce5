namespace DigitalTwin.Rates;

/// <summary>The answer of a limit.</summary>
/// <param name="IsAdmitted">Whether there was room.</param>
/// <param name="Left">How many more there is room for now.</param>
/// <param name="RetryAfter">When there is room again, from now on; zero where there is.</param>
internal readonly record struct RateAnswer(bool IsAdmitted, int Left, TimeSpan RetryAfter);

/// <summary>
/// Counts by key how often something happened within a time, as a sliding window: what happened in the window before counts by the
/// part of it that is not over yet.
/// </summary>
/// <remarks>
/// <para>
/// The limiters of System.Threading.RateLimiting read the machine's clock and keep an object for each key as long as it is in use;
/// this one has 32 bytes for each of a bounded number of keys.
/// </para>
/// Source: https://blog.cloudflare.com/counting-things-a-lot-of-different-things/
/// </remarks>
internal sealed class WindowCounter(TimeSpan window, TimeProvider time, int mostKeys = WindowCounter.MostKeys)
{
    /// <summary>Most keys that are remembered: 3 MB.</summary>
    public const int MostKeys = 65_536;

    private readonly Lock gate = new();
    private readonly BoundedMap<Count> counts = new(mostKeys);
    private long agedAt = time.GetTimestamp();

    /// <summary>How many keys were counted lately: in this window, or in the one before.</summary>
    public int ActiveKeys
    {
        get
        {
            lock (gate)
            {
                return counts.Count;
            }
        }
    }

    /// <summary>Counts one more, where there is room for it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="most">Most within the window.</param>
    public RateAnswer Take(UInt128 key, int most)
    {
        lock (gate)
        {
            var now = time.GetTimestamp();
            if (time.GetElapsedTime(agedAt, now) >= window)
            {
                counts.Age();
                agedAt = now;
            }

            ref var count = ref counts.Of(key);
            var part = Slide(ref count, now);
            var used = (count.Before * (1 - part)) + count.Now;
            if (used + 1 > most)
            {
                return new RateAnswer(false, 0, window * RetryAfter(count, part, most));
            }

            count.Now++;
            return new RateAnswer(true, (int)(most - used - 1), TimeSpan.Zero);
        }
    }

    /// <returns>The part of the present window that is over.</returns>
    private double Slide(ref Count count, long now)
    {
        var windows = count.Start == 0 ? 2 : time.GetElapsedTime(count.Start, now) / window;
        if (windows >= 2)
        {
            count = new Count { Start = now };
            return 0;
        }

        if (windows >= 1)
        {
            count = new Count { Start = count.Start + (long)(window.TotalSeconds * time.TimestampFrequency), Before = count.Now };
            return windows - 1;
        }

        return windows;
    }

    // In windows, from now on.
    private static double RetryAfter(Count count, double part, int most)
        => count.Now + 1 <= most
            ? 1 - ((most - 1.0 - count.Now) / count.Before) - part
            : 1 - part + Math.Max(0, 1 - ((most - 1.0) / count.Now));

    private struct Count
    {
        public long Start;
        public int Before;
        public int Now;
    }
}
