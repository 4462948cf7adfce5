using System.Globalization;
using DigitalTwin.Storage;

namespace DigitalTwin.Access;

/// <summary>
/// The generation of tickets, which the owner can raise: those of earlier ones open nothing any more, in any process, after
/// <see cref="Age"/>.
/// </summary>
internal sealed class TicketGeneration(IRowStore rows, TimeProvider time)
{
    /// <summary>After how long a process sees that it was raised.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromSeconds(10);

    private const string Table = "access";
    private const string Partition = "tickets";
    private const string Key = "generation";
    private const string Number = "number";
    private const int MaxAttempts = 10;

    private Known? known;

    /// <summary>The generation of tickets that are issued now.</summary>
    public async ValueTask<long> CurrentAsync(CancellationToken cancellationToken)
        => Fresh() ?? Take(NumberOf(await rows.GetAsync(Table, Partition, Key, cancellationToken)));

    /// <summary>Ends all tickets there are.</summary>
    public async Task RaiseAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var row = await rows.GetAsync(Table, Partition, Key, cancellationToken);
            var next = NumberOf(row) + 1;
            var values = new Dictionary<string, string> { [Number] = next.ToString(CultureInfo.InvariantCulture) };
            try
            {
                var write = row is null ? RowWrite.Insert(Key, values) : RowWrite.Replace(Key, values, row.ETag);
                await rows.WriteAsync(Table, Partition, [write], cancellationToken);
                Take(next);
                return;
            }
            catch (RowConflictException) when (attempt < MaxAttempts)
            {
                // Another process raised it at the same moment.
            }
        }
    }

    private long? Fresh() => known is { } now && time.GetElapsedTime(now.At) < Age ? now.Number : null;

    private long Take(long number)
    {
        known = new Known(number, time.GetTimestamp());
        return number;
    }

    private static long NumberOf(Row? row) => long.Parse(row?[Number] ?? "0", CultureInfo.InvariantCulture);

    private sealed record Known(long Number, long At);
}
