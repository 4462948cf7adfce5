using System.Text.Json;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Usage;

/// <summary>What models may cost, in the currency of the budget.</summary>
public sealed record OwnerLimits
{
    /// <summary>Most in a calendar month (UTC): 0 to 1,000,000.</summary>
    public decimal? Month { get; init; }

    /// <summary>Most in a day (UTC): 0 to 1,000,000.</summary>
    public decimal? Day { get; init; }

    /// <summary>Most for a session: 0 to 1,000,000.</summary>
    public decimal? Session { get; init; }

    /// <summary>Most for an address in a day: 0 to 1,000,000.</summary>
    public decimal? AddressDay { get; init; }

    /// <summary>Whether the owner has stopped all model calls.</summary>
    public bool Stopped { get; init; }

    /// <summary>The currency; it cannot be set here.</summary>
    public string? Currency { get; init; }
}

/// <summary>The limits in effect: the owner's, and where those say nothing, the settings'.</summary>
internal sealed class LimitsBook(IRowStore rows, IOptions<BudgetOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>After how long a change is seen by another instance.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(2);

    private const string Table = "ledger";
    private const string Partition = "limits";
    private const string Key = "limits";
    private const string Data = "data";

    private readonly SemaphoreSlim reading = new(1, 1);
    private readonly Lock gate = new();
    private CancellationTokenSource stopping = new();
    private OwnerLimits? known;
    private long readAt;

    /// <summary>Ends when the owner stops all model calls.</summary>
    public CancellationToken Stopping
    {
        get
        {
            lock (gate)
            {
                return stopping.Token;
            }
        }
    }

    /// <summary>The limits in effect, as of two seconds ago at most.</summary>
    public async ValueTask<OwnerLimits> CurrentAsync(CancellationToken cancellationToken)
    {
        if (Fresh() is { } fresh)
        {
            return fresh;
        }

        await reading.WaitAsync(cancellationToken);
        try
        {
            return Fresh() ?? Take(await ReadAsync(cancellationToken));
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>Sets the owner's limits; what is not given is the settings' again, and a stop stays as it is.</summary>
    public async Task<OwnerLimits> SetAsync(OwnerLimits limits, CancellationToken cancellationToken)
        => await WriteAsync(limits with { Stopped = (await ReadAsync(cancellationToken)).Stopped }, cancellationToken);

    /// <summary>Stops all model calls, or lets them go on.</summary>
    public async Task<OwnerLimits> StopAsync(bool stopped, CancellationToken cancellationToken)
        => await WriteAsync(await ReadAsync(cancellationToken) with { Stopped = stopped }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        reading.Dispose();
        stopping.Dispose();
    }

    private OwnerLimits? Fresh()
    {
        lock (gate)
        {
            return known is not null && time.GetElapsedTime(readAt) < Age ? known : null;
        }
    }

    private OwnerLimits Take(OwnerLimits own)
    {
        CancellationTokenSource? stopped = null;
        OwnerLimits now;
        lock (gate)
        {
            if (own.Stopped && known is { Stopped: false })
            {
                (stopped, stopping) = (stopping, new CancellationTokenSource());
            }

            (known, readAt) = (now = WithDefaults(own), time.GetTimestamp());
        }

        stopped?.Cancel();
        return now;
    }

    private async Task<OwnerLimits> WriteAsync(OwnerLimits limits, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.Serialize(limits with { Currency = null }, ProductJson.Api.OwnerLimits);
        await rows.WriteAsync(
            Table, Partition, [RowWrite.Upsert(Key, new Dictionary<string, string> { [Data] = json })], cancellationToken);

        // A stop that comes before any call was made ends those that began meanwhile.
        lock (gate)
        {
            known ??= new OwnerLimits();
        }

        return Take(limits);
    }

    private async Task<OwnerLimits> ReadAsync(CancellationToken cancellationToken)
        => await rows.GetAsync(Table, Partition, Key, cancellationToken) is { } row
            ? JsonSerializer.Deserialize(row[Data]!, ProductJson.Api.OwnerLimits)!
            : new OwnerLimits();

    private OwnerLimits WithDefaults(OwnerLimits own) => own with
    {
        Month = own.Month ?? options.Value.Month,
        Day = own.Day ?? options.Value.Day,
        Session = own.Session ?? options.Value.Session,
        AddressDay = own.AddressDay ?? options.Value.AddressDay,
        Currency = options.Value.Currency,
    };
}
