using System.Globalization;
using DigitalTwin.Storage;

namespace DigitalTwin.Notices.Deliveries;

/// <summary>How far a target is: which notices were taken up for it, and who sends to it just now.</summary>
internal sealed record DeliveryCursor(long Through, DateTimeOffset LeasedUntil, string ETag);

/// <summary>
/// What is to be sent to each target, in a partition of its own. Taking notices up and moving the cursor is one batch: none is left out,
/// and none is lost with the process that sends.
/// </summary>
internal sealed class DeliveryStore(IRowStore rows)
{
    private const string Table = "deliveries";
    private const string Cursor = "cursor";
    private const string Prefix = "d-";

    /// <summary>Most notices that are taken up in one batch.</summary>
    public const int MostAtOnce = 90;

    /// <summary>How far a target is.</summary>
    /// <param name="target">The target.</param>
    /// <param name="findStart">Finds where one begins that is new.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<DeliveryCursor> CursorAsync(
        string target, Func<CancellationToken, Task<long>> findStart, CancellationToken cancellationToken)
    {
        if (await rows.GetAsync(Table, target, Cursor, cancellationToken) is { } row)
        {
            return new DeliveryCursor(
                long.Parse(row["through"]!, CultureInfo.InvariantCulture),
                DateTimeOffset.Parse(row["leasedUntil"]!, CultureInfo.InvariantCulture),
                row.ETag);
        }

        var start = await findStart(cancellationToken);
        try
        {
            var etags = await rows.WriteAsync(Table, target, [RowWrite.Insert(Cursor, Values(start, default))], cancellationToken);
            return new DeliveryCursor(start, default, etags[0]);
        }
        catch (RowConflictException)
        {
            return await CursorAsync(target, findStart, cancellationToken);
        }
    }

    /// <summary>Moves the cursor, and takes notices up in the same batch.</summary>
    /// <returns>The cursor as it is now, or <see langword="null"/> where another process was faster.</returns>
    public async Task<DeliveryCursor?> MoveAsync(
        string target, DeliveryCursor cursor, DeliveryCursor next, IEnumerable<Delivery> taken, CancellationToken cancellationToken)
    {
        var move = RowWrite.Replace(Cursor, Values(next.Through, next.LeasedUntil), cursor.ETag);
        try
        {
            var etags = await rows.WriteAsync(Table, target, [move, .. taken.Select(ToWrite)], cancellationToken);
            return next with { ETag = etags[0] };
        }
        catch (RowConflictException)
        {
            return null;
        }
    }

    /// <summary>What did not arrive yet, by number: at most 1,000.</summary>
    public async Task<IReadOnlyList<Delivery>> ListAsync(string target, CancellationToken cancellationToken)
        => [.. (await rows.QueryAsync(Table, target, RowRange.Prefix(Prefix, RowLimits.QueryRows), cancellationToken)).Select(FromRow)];

    /// <summary>Keeps what came of an attempt, or has one sent again.</summary>
    public Task WriteAsync(string target, Delivery delivery, CancellationToken cancellationToken)
        => rows.WriteAsync(Table, target, [ToWrite(delivery)], cancellationToken);

    /// <summary>Forgets one that arrived.</summary>
    public Task DeleteAsync(string target, long number, CancellationToken cancellationToken)
        => rows.WriteAsync(Table, target, [RowWrite.Delete(KeyOf(number))], cancellationToken);

    /// <summary>Forgets a target.</summary>
    public Task ForgetAsync(string target, CancellationToken cancellationToken)
        => rows.DeletePartitionAsync(Table, target, cancellationToken);

    private static string KeyOf(long number) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{number:D12}");

    private static Dictionary<string, string> Values(long through, DateTimeOffset leasedUntil) => new(StringComparer.Ordinal)
    {
        ["through"] = through.ToString(CultureInfo.InvariantCulture),
        ["leasedUntil"] = leasedUntil.ToString("O", CultureInfo.InvariantCulture),
    };

    private static RowWrite ToWrite(Delivery delivery) => RowWrite.Upsert(
        KeyOf(delivery.Number),
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["state"] = delivery.State,
            ["attempts"] = delivery.Attempts.ToString(CultureInfo.InvariantCulture),
            ["nextAt"] = delivery.NextAt.ToString("O", CultureInfo.InvariantCulture),
            ["error"] = delivery.Error ?? "",
        });

    private static Delivery FromRow(Row row) => new(
        long.Parse(row.Key.AsSpan(Prefix.Length), CultureInfo.InvariantCulture), row["state"] ?? Delivery.Pending,
        int.Parse(row["attempts"] ?? "0", CultureInfo.InvariantCulture),
        DateTimeOffset.Parse(row["nextAt"]!, CultureInfo.InvariantCulture),
        row["error"] is { Length: > 0 } error ? error : null);
}
