using System.Globalization;
using DigitalTwin.Conversations;
using DigitalTwin.Storage;

namespace DigitalTwin.Presence;

/// <summary>The conversations that the owner is in, so that one they forgot is found.</summary>
internal sealed class PresenceStore(IRowStore rows)
{
    private const string Table = "presence";
    private const string Partition = "owner";
    private const string Until = "until";
    private const string Next = "next";

    /// <summary>Takes note that the owner is in a conversation.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="until">Until when, where they say nothing more.</param>
    /// <param name="next">The turn in which their next words will come, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public Task AddAsync(string sessionId, DateTimeOffset until, string? next, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string> { [Until] = until.ToString("O", CultureInfo.InvariantCulture), [Next] = next ?? "" };
        return rows.WriteAsync(Table, Partition, [RowWrite.Upsert(sessionId, values)], cancellationToken);
    }

    /// <summary>The turn in which the owner's next words will come, or <see langword="null"/>.</summary>
    public async Task<TurnId?> NextAsync(string sessionId, CancellationToken cancellationToken)
        => await rows.GetAsync(Table, Partition, sessionId, cancellationToken) is { } row && row[Next] is { Length: > 0 } next
            ? TurnId.TryParse(next)
            : null;

    /// <summary>Takes note that they left.</summary>
    public Task RemoveAsync(string sessionId, CancellationToken cancellationToken)
        => rows.WriteAsync(Table, Partition, [RowWrite.Delete(sessionId)], cancellationToken);

    /// <summary>The conversations whose time is up.</summary>
    public async Task<IReadOnlyList<string>> OverAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var all = await rows.QueryAsync(Table, Partition, new RowRange("0", "~", RowLimits.QueryRows), cancellationToken);
        return [.. all.Where(row => DateTimeOffset.Parse(row[Until]!, CultureInfo.InvariantCulture) <= now).Select(row => row.Key)];
    }
}
