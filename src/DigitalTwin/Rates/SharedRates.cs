using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Storage;

namespace DigitalTwin.Rates;

/// <summary>Whether several processes serve the same twin.</summary>
internal sealed record RateSharing(bool HasOtherInstances);

/// <summary>
/// Has the limits hold over several instances: each has a quarter of every limit to itself, and leases more of it, a quarter at a time,
/// from a row that all of them write to. All together take at most a limit and a quarter of it for each instance; a client that stays
/// below a quarter costs no round trip, and one that is refused none but the first.
/// </summary>
internal sealed class SharedRates(IRowStore rows, RateSharing sharing, TimeProvider time)
{
    private const string Table = "rates";
    private const string Leased = "leased";
    private const string Window = "window";
    private const int Shares = 4;
    private const int MaxAttempts = 5;

    // A partition is used again after so many windows, and emptied two windows before.
    private const int Partitions = 4;

    private readonly Lock gate = new();
    private readonly Dictionary<string, BoundedMap<Grant>> grants = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> emptiedFor = new(StringComparer.Ordinal);

    /// <summary>Whether there is anything to share.</summary>
    public bool IsOn => sharing.HasOtherInstances;

    /// <summary>How much of a limit this process has in the present window.</summary>
    public int ShareOf(RateRule rule, UInt128 key, int most)
    {
        lock (gate)
        {
            return Own(most) + Of_NeedsLock(rule, key).Leased;
        }
    }

    /// <summary>Leases a further part of a limit.</summary>
    /// <returns>How much of the limit this process has then.</returns>
    public async Task<int> LeaseAsync(RateRule rule, UInt128 key, int most, CancellationToken cancellationToken)
    {
        var window = WindowOf(rule);
        lock (gate)
        {
            var grant = Of_NeedsLock(rule, key);
            if (grant.IsSpent)
            {
                return Own(most) + grant.Leased;
            }
        }

        await EmptyAheadAsync(rule, window, cancellationToken);
        var got = await TryLeaseAsync(rule, window, key, most, cancellationToken);
        lock (gate)
        {
            ref var grant = ref Of_NeedsLock(rule, key);
            grant.Leased += got;
            grant.IsSpent = got == 0;
            return Own(most) + grant.Leased;
        }
    }

    private static int Own(int most) => (most + Shares - 1) / Shares;

    private async Task<int> TryLeaseAsync(RateRule rule, long window, UInt128 key, int most, CancellationToken cancellationToken)
    {
        var (partition, name, wanted) = (PartitionOf(rule, window), NameOf(key), Own(most));
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            try
            {
                var row = await rows.GetAsync(Table, partition, name, cancellationToken);
                var taken = row is not null && Number(row, Window) == window ? (int)Number(row, Leased) : 0;
                var got = Math.Min(wanted, most - taken);
                if (got <= 0)
                {
                    return 0;
                }

                var values = new Dictionary<string, string>
                {
                    [Window] = window.ToString(CultureInfo.InvariantCulture),
                    [Leased] = (taken + got).ToString(CultureInfo.InvariantCulture),
                };
                var write = row is null ? RowWrite.Insert(name, values) : RowWrite.Replace(name, values, row.ETag);
                await rows.WriteAsync(Table, partition, [write], cancellationToken);
                return got;
            }
            catch (RowConflictException)
            {
                // Another instance was faster: read the row again.
            }
            catch (IOException)
            {
                // What this process has of the limit must do: a failing store opens no door.
                return 0;
            }
        }

        return 0;
    }

    private async Task EmptyAheadAsync(RateRule rule, long window, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (emptiedFor.GetValueOrDefault(rule.Name) == window)
            {
                return;
            }

            emptiedFor[rule.Name] = window;
        }

        try
        {
            await rows.DeletePartitionAsync(Table, PartitionOf(rule, window + 2), cancellationToken);
        }
        catch (IOException)
        {
            // Rows of an earlier window count for nothing: they are only not gone yet.
        }
    }

    private ref Grant Of_NeedsLock(RateRule rule, UInt128 key)
    {
        if (!grants.TryGetValue(rule.Name, out var map))
        {
            grants.Add(rule.Name, map = new BoundedMap<Grant>(WindowCounter.MostKeys));
        }

        ref var grant = ref map.Of(key);
        var window = WindowOf(rule);
        if (grant.Window != window)
        {
            grant = new Grant { Window = window };
        }

        return ref grant;
    }

    // By the wall clock, on which the instances agree.
    private long WindowOf(RateRule rule) => time.GetUtcNow().UtcTicks / rule.Window.Ticks;

    private static string PartitionOf(RateRule rule, long window)
        => string.Create(CultureInfo.InvariantCulture, $"{rule.Name}-{window % Partitions}");

    // No address is kept.
    private static string NameOf(UInt128 key)
        => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString("x32", CultureInfo.InvariantCulture))))[..32];

    private static long Number(Row row, string name) => long.Parse(row[name] ?? "0", CultureInfo.InvariantCulture);

    private struct Grant
    {
        public long Window;
        public int Leased;
        public bool IsSpent;
    }
}
