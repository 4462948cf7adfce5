using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DigitalTwin.Notices;
using DigitalTwin.Storage;

namespace DigitalTwin.Inbox;

/// <summary>One kind of item in the owner's inbox: a partition of rows that sort newest first.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
/// <param name="rows">The store.</param>
/// <param name="partition">The items' partition: open items under their ids, closed ones under their ids after <c>c-</c>.</param>
/// <param name="json">How they are written.</param>
/// <param name="stateOf">An item's state.</param>
internal sealed class InboxStore<T>(IRowStore rows, string partition, JsonTypeInfo<T> json, Func<T, InboxState> stateOf)
    where T : class, IInboxItem
{
    /// <summary>The table of all items.</summary>
    public const string Table = "inbox";

    private const string Data = "data";
    private const string Closed = "c-";
    private const int MaxAttempts = 20;

    // Ids begin with a digit. Items that were closed by an older version stand among the open ones.
    private static readonly (string First, string End)[] Ranges = [("0", ":"), (Closed, "c.")];

    /// <summary>The id of an item that a tool call adds: the same each time the call is run.</summary>
    public static string IdOf(DateTimeOffset at, string key)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..8];
        return string.Create(CultureInfo.InvariantCulture, $"{DateTime.MaxValue.Ticks - at.UtcTicks:D19}-{hash}");
    }

    /// <summary>Adds an item; an item that exists already stays unchanged.</summary>
    /// <param name="id">The item's id.</param>
    /// <param name="item">The item.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <param name="notice">What the owner is told of it, in the same batch, or <see langword="null"/>.</param>
    public async Task AddAsync(string id, T item, CancellationToken cancellationToken, Notice? notice = null)
    {
        try
        {
            RowWrite[] batch = [RowWrite.Insert(id, Values(item)), .. notice is null ? [] : new[] { NoticeOutbox.Pending(notice) }];
            await rows.WriteAsync(Table, partition, batch, cancellationToken);
        }
        catch (RowConflictException)
        {
            // The same call was run before.
        }
    }

    /// <summary>A page of items: the open ones first, newest first, then the closed ones, newest first.</summary>
    /// <param name="state">The state that they have, or any.</param>
    /// <param name="before">What the page before gave as its next, or <see langword="null"/>.</param>
    /// <param name="limit">Most items; those of one state may be fewer on a page that has a next one.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<InboxPage<T>> PageAsync(InboxState? state, string? before, int limit, CancellationToken cancellationToken)
    {
        var (items, next) = (new List<T>(), (string?)null);
        foreach (var (first, end) in Ranges)
        {
            var isOver = before is not null && string.CompareOrdinal(before, end) >= 0;
            var isOther = first == Ranges[0].First ? state is not (null or InboxState.Open) : state == InboxState.Open;
            if (isOver || isOther || next is not null)
            {
                continue;
            }

            var from = before is not null && string.CompareOrdinal(before, first) >= 0 ? before + "!" : first;
            var page = await rows.QueryAsync(Table, partition, new RowRange(from, end, limit - items.Count), cancellationToken);
            items.AddRange(page.Select(Read).Where(item => state is null || stateOf(item) == state));
            next = page.Count > 0 && items.Count >= limit || page.Count == limit ? page[^1].Key : null;
        }

        return new InboxPage<T>(items, next);
    }

    /// <summary>The newest open items, at most 1,000.</summary>
    public async Task<IReadOnlyList<T>> OpenAsync(CancellationToken cancellationToken)
        => (await PageAsync(InboxState.Open, null, RowLimits.QueryRows, cancellationToken)).Items;

    /// <summary>The newest open and the newest closed items, at most 1,000 of each.</summary>
    public async Task<IReadOnlyList<T>> RecentAsync(CancellationToken cancellationToken)
    {
        var closed = await PageAsync(null, Closed, RowLimits.QueryRows, cancellationToken);
        return [.. await OpenAsync(cancellationToken), .. closed.Items];
    }

    /// <summary>All items, newest first, open ones before closed ones, without a limit.</summary>
    public async IAsyncEnumerable<T> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (string? before = null; ;)
        {
            var page = await PageAsync(null, before, RowLimits.QueryRows, cancellationToken);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            if (page.Next is null)
            {
                yield break;
            }

            before = page.Next;
        }
    }

    /// <summary>All items that match, newest first.</summary>
    public async Task<IReadOnlyList<T>> WhereAsync(Func<T, bool> isMatch, CancellationToken cancellationToken)
        => await AllAsync(cancellationToken).Where(isMatch).ToListAsync(cancellationToken);

    public async Task<T?> FindAsync(string id, CancellationToken cancellationToken)
        => await GetRowAsync(id, cancellationToken) is { } row ? Read(row) : null;

    /// <summary>Changes an item, whatever other callers do to it at the same time.</summary>
    /// <param name="id">The item's id.</param>
    /// <param name="change">Returns the changed item; may be called more than once.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The changed item, or <see langword="null"/> where it does not exist.</returns>
    public async Task<T?> UpdateAsync(string id, Func<T, T> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (await GetRowAsync(id, cancellationToken) is not { } row)
            {
                return null;
            }

            try
            {
                var changed = change(Read(row));
                var key = KeyOf(id, changed);
                List<RowWrite> batch = key == row.Key
                    ? [RowWrite.Replace(key, Values(changed), row.ETag)]
                    : [RowWrite.Delete(row.Key), RowWrite.Insert(key, Values(changed))];
                await rows.WriteAsync(Table, partition, batch, cancellationToken);
                return changed;
            }
            catch (RowConflictException) when (attempt < MaxAttempts)
            {
                // Another caller was faster: read the item again.
            }
        }
    }

    /// <summary>Deletes an item, and all earlier content of it.</summary>
    /// <returns>False where there is none.</returns>
    public async Task<bool> EraseAsync(string id, CancellationToken cancellationToken)
    {
        if (await GetRowAsync(id, cancellationToken) is null)
        {
            return false;
        }

        await EraseAsync([id], [], cancellationToken);
        return true;
    }

    /// <summary>Deletes all items that match, and all earlier content of them.</summary>
    public async Task EraseWhereAsync(Func<T, bool> isMatch, CancellationToken cancellationToken)
        => await EraseAsync([.. (await WhereAsync(isMatch, cancellationToken)).Select(item => item.Id)], [], cancellationToken);

    /// <summary>
    /// Deletes items, and puts others in the place of what they were, in one batch for each hundred rows: none of their earlier content is
    /// kept anywhere.
    /// </summary>
    public async Task EraseAsync(
        IReadOnlyCollection<string> ids, IReadOnlyCollection<(string Id, T Instead)> changed, CancellationToken cancellationToken)
    {
        if (ids.Count + changed.Count == 0)
        {
            return;
        }

        // A deletion removes all earlier content of the partition from the disk, so that one is always there.
        var deletions = ids.Append("0").SelectMany(id => new[] { id, Closed + id }).Select(RowWrite.Delete);
        var writes = changed.Select(each => RowWrite.Upsert(KeyOf(each.Id, each.Instead), Values(each.Instead))).Concat(deletions);
        foreach (var batch in writes.Chunk(RowLimits.BatchRows))
        {
            await rows.WriteAsync(Table, partition, batch, cancellationToken);
        }
    }

    /// <summary>Deletes an item.</summary>
    public Task DeleteAsync(string id, CancellationToken cancellationToken)
        => rows.WriteAsync(Table, partition, [RowWrite.Delete(id), RowWrite.Delete(Closed + id)], cancellationToken);

    private async Task<Row?> GetRowAsync(string id, CancellationToken cancellationToken)
        => !IsId(id) ? null
            : await rows.GetAsync(Table, partition, id, cancellationToken)
            ?? await rows.GetAsync(Table, partition, Closed + id, cancellationToken);

    private string KeyOf(string id, T item) => stateOf(item) == InboxState.Open ? id : Closed + id;

    private static bool IsId(string id) => id.Length == 28 && id.All(c => char.IsAsciiHexDigitLower(c) || c == '-');

    private Dictionary<string, string> Values(T item) => new() { [Data] = JsonSerializer.Serialize(item, json) };

    private T Read(Row row) => JsonSerializer.Deserialize(row[Data]!, json)!;
}
