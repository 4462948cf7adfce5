using DigitalTwin.Notices.Deliveries;
using DigitalTwin.Storage;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Notices;

/// <summary>A partition in whose batches notices can wait to be told.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Partition">Its name.</param>
internal sealed record NoticePlace(string Table, string Partition);

/// <summary>
/// The outbox of notices. What the owner has to be told of an act is a row in the act's own batch: there is no act without it. It is told
/// right after, or by the sweep where a crash came in between, and then deleted; told twice, it is one notice by its key.
/// </summary>
internal sealed partial class NoticeOutbox(
    IRowStore rows, NoticeLog log, IEnumerable<NoticePlace> places, Deliverer deliverer, ILogger<NoticeOutbox> logger)
{
    private const string Prefix = "pending-";

    /// <summary>The row for an act's batch.</summary>
    public static RowWrite Pending(Notice notice) => RowWrite.Upsert(
        Prefix + notice.Key,
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["type"] = notice.Type,
            ["key"] = notice.Key,
            ["item"] = notice.Item ?? "",
            ["session"] = notice.Session ?? "",
            ["detail"] = notice.Detail ?? "",
        });

    /// <summary>Tells what waits in a partition. Returns at once: the act is done, and nobody waits for its notice.</summary>
    public void Drain(string table, string partition) => _ = Task.Run(() => TryDrainAsync(new NoticePlace(table, partition)));

    /// <summary>Tells of something that has no batch of its own: it is told now, or not at all.</summary>
    public void Tell(Notice notice) => _ = Task.Run(() => TryTellAsync(notice));

    /// <summary>Tells what crashes left.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        foreach (var place in places)
        {
            await DrainAsync(place, cancellationToken);
        }
    }

    private async Task TryDrainAsync(NoticePlace place)
    {
        try
        {
            await DrainAsync(place, CancellationToken.None);
        }
        catch (Exception error)
        {
            // It waits for the sweep.
            LogNotTold(logger, error);
        }
    }

    private async Task TryTellAsync(Notice notice)
    {
        try
        {
            await AddAsync(notice, CancellationToken.None);
        }
        catch (Exception error)
        {
            LogNotTold(logger, error);
        }
    }

    private async Task DrainAsync(NoticePlace place, CancellationToken cancellationToken)
    {
        var range = RowRange.Prefix(Prefix, RowLimits.BatchRows);
        foreach (var row in await rows.QueryAsync(place.Table, place.Partition, range, cancellationToken))
        {
            await AddAsync(
                new Notice(0, row["type"]!, default, row["key"]!)
                {
                    Item = Filled(row["item"]),
                    Session = Filled(row["session"]),
                    Detail = Filled(row["detail"]),
                },
                cancellationToken);
            await rows.WriteAsync(place.Table, place.Partition, [RowWrite.Delete(row.Key)], cancellationToken);
        }
    }

    private async Task AddAsync(Notice notice, CancellationToken cancellationToken)
    {
        if (await log.AddAsync(notice, cancellationToken) is not null)
        {
            deliverer.Wake();
        }
    }

    private static string? Filled(string? text) => text is { Length: > 0 } ? text : null;

    [LoggerMessage(EventId = 2201, Level = LogLevel.Warning, Message = "A notice could not be told")]
    private static partial void LogNotTold(ILogger logger, Exception error);
}
