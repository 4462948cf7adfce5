using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Storage;

namespace DigitalTwin.Notices;

/// <summary>
/// The owner's notices in one order, whichever process adds them: a number without gaps, taken in the batch that adds the notice.
/// Two readers that ask for what comes after the same number see the same.
/// </summary>
internal sealed class NoticeLog(IRowStore rows, TimeProvider time)
{
    private const string Table = "notices";
    private const string Partition = "owner";
    private const string Head = "head";
    private const string Last = "last";
    private const int MaxAttempts = 50;

    /// <summary>How long notices are kept.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private TaskCompletionSource added = NewSignal();

    /// <summary>Ends when this process adds the next notice.</summary>
    public Task Added => Volatile.Read(ref added).Task;

    /// <summary>Adds a notice; one with the same key is there once.</summary>
    /// <returns>The notice, or <see langword="null"/> where it was there.</returns>
    public async Task<Notice?> AddAsync(Notice notice, CancellationToken cancellationToken)
    {
        if (await HasAsync(notice.Key, cancellationToken))
        {
            return null;
        }

        for (var attempt = 1; ; attempt++)
        {
            var head = await rows.GetAsync(Table, Partition, Head, cancellationToken);
            var number = NumberIn(head) + 1;
            var next = notice with { Number = number, At = time.GetUtcNow() };
            var values = new Dictionary<string, string> { [Last] = Text(number) };
            RowWrite[] batch =
            [
                head is null ? RowWrite.Insert(Head, values) : RowWrite.Replace(Head, values, head.ETag),
                RowWrite.Insert(KeyOf(number), Values(next)),
                RowWrite.Insert(HashOf(notice.Key), values),
            ];
            try
            {
                await rows.WriteAsync(Table, Partition, batch, cancellationToken);
                Interlocked.Exchange(ref added, NewSignal()).SetResult();
                return next;
            }
            catch (RowConflictException) when (attempt < MaxAttempts)
            {
                if (await HasAsync(notice.Key, cancellationToken))
                {
                    return null;
                }
            }
        }
    }

    /// <summary>Whether there is a notice with this key.</summary>
    public async Task<bool> HasAsync(string key, CancellationToken cancellationToken)
        => await rows.GetAsync(Table, Partition, HashOf(key), cancellationToken) is not null;

    /// <summary>The number of the newest notice; 0 where there is none.</summary>
    public async Task<long> LastAsync(CancellationToken cancellationToken)
        => NumberIn(await rows.GetAsync(Table, Partition, Head, cancellationToken));

    /// <summary>Notices after a number, oldest first: one round trip.</summary>
    public async Task<IReadOnlyList<Notice>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var range = new RowRange(KeyOf(after + 1), "n.", limit);
        return [.. (await rows.QueryAsync(Table, Partition, range, cancellationToken)).Select(FromRow)];
    }

    /// <summary>One notice, or <see langword="null"/>.</summary>
    public async Task<Notice?> FindAsync(long number, CancellationToken cancellationToken)
        => await rows.GetAsync(Table, Partition, KeyOf(number), cancellationToken) is { } row ? FromRow(row) : null;

    /// <summary>Deletes the notices that are over their time.</summary>
    public async Task EraseOldAsync(CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - Lifetime;
        while (await ReadAsync(0, RowLimits.BatchRows / 2, cancellationToken) is { Count: > 0 } oldest
            && oldest.TakeWhile(notice => notice.At < since).ToList() is { Count: > 0 } old)
        {
            var batch = old.SelectMany(notice => new[] { KeyOf(notice.Number), HashOf(notice.Key) }).Distinct().Select(RowWrite.Delete);
            await rows.WriteAsync(Table, Partition, [.. batch], cancellationToken);
        }
    }

    /// <summary>Takes a session out of the notices about it. Their numbers stay, so that no reader misses one.</summary>
    public async Task EraseSessionAsync(string sessionId, CancellationToken cancellationToken)
    {
        for (var after = 0L; await ReadAsync(after, RowLimits.QueryRows, cancellationToken) is { Count: > 0 } page; after = page[^1].Number)
        {
            foreach (var notice in page.Where(notice => notice.Session == sessionId))
            {
                // Its key may be made of the session's id.
                var nothing = new Notice(notice.Number, NoticeTypes.Erased, notice.At, Text(notice.Number));
                RowWrite[] batch = [RowWrite.Delete(HashOf(notice.Key)), RowWrite.Upsert(KeyOf(notice.Number), Values(nothing))];
                await rows.WriteAsync(Table, Partition, batch, cancellationToken);
            }
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static string KeyOf(long number) => string.Create(CultureInfo.InvariantCulture, $"n-{number:D12}");

    private static string HashOf(string key) => $"k-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]}";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long NumberIn(Row? head) => long.Parse(head?[Last] ?? "0", CultureInfo.InvariantCulture);

    private static Dictionary<string, string> Values(Notice notice)
        => new[]
            {
                ("type", notice.Type), ("at", notice.At.ToString("O", CultureInfo.InvariantCulture)), ("key", notice.Key),
                ("item", notice.Item), ("session", notice.Session), ("detail", notice.Detail),
            }
            .Where(field => field.Item2 is { Length: > 0 })
            .ToDictionary(field => field.Item1, field => field.Item2!, StringComparer.Ordinal);

    private static Notice FromRow(Row row) => new(
        long.Parse(row.Key.AsSpan(2), CultureInfo.InvariantCulture), row["type"] ?? "",
        DateTimeOffset.Parse(row["at"]!, CultureInfo.InvariantCulture), row["key"] ?? "")
    {
        Item = row["item"],
        Session = row["session"],
        Detail = row["detail"],
    };
}
