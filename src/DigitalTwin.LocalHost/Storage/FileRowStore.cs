using System.Runtime.CompilerServices;
using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost.Storage;

/// <summary>Rows in append-only files, one for each partition: <c>{root}/{table}/{partition}.jsonl</c>.</summary>
/// <remarks>
/// One process owns the folder (<see cref="DataFolder"/>). Partitions stay in memory while they are used; the least
/// recently used ones are dropped once all of them hold more than <c>memoryLimit</c> bytes.
/// </remarks>
internal sealed partial class FileRowStore(string root, ILogger<FileRowStore> logger, long memoryLimit = 64L * 1024 * 1024) : IRowStore
{
    private readonly PartitionCache partitions = new(memoryLimit);

    /// <summary>Approximate bytes of rows held in memory.</summary>
    public long LoadedBytes => partitions.LoadedBytes;

    public async Task<Row?> GetAsync(string table, string partition, string key, CancellationToken cancellationToken)
    {
        using var lease = await OpenAsync(table, partition, cancellationToken);
        return lease.Log.Get(RowText.EscapeKey(key));
    }

    public async Task<IReadOnlyList<Row>> QueryAsync(
        string table,
        string partition,
        RowRange range,
        CancellationToken cancellationToken)
    {
        RowLimits.CheckRange(range);
        using var lease = await OpenAsync(table, partition, cancellationToken);
        var rows = lease.Log.Query(RowText.EscapeKey(range.From), RowText.EscapeKey(range.To), range.Limit);
        return range.Select is not { } values
            ? rows
            : [.. rows.Select(row => row with { Values = Pick(row.Values, values) })];
    }

    public async Task<IReadOnlyList<string>> WriteAsync(
        string table,
        string partition,
        IReadOnlyList<RowWrite> batch,
        CancellationToken cancellationToken)
    {
        RowLimits.Check(table, partition, batch);
        using var lease = await OpenAsync(table, partition, cancellationToken);
        return lease.Log.Write(batch);
    }

    public async Task DeletePartitionAsync(string table, string partition, CancellationToken cancellationToken)
    {
        // Not loaded first: a damaged partition can be erased, too.
        using var lease = await OpenAsync(table, partition, cancellationToken, load: false);
        lease.Log.Erase();
    }

    public async IAsyncEnumerable<PartitionRow> ScanAsync(
        string table,
        string key,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RowLimits.CheckTable(table);
        var folder = Path.Combine(root, table);
        var files = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*" + PartitionLog.Extension) : [];
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await TryReadAsync(table, file, key, cancellationToken) is { } row)
            {
                yield return row;
            }
        }
    }

    // One damaged file must not stop a sweep before the files after it.
    private async Task<PartitionRow?> TryReadAsync(string table, string file, string key, CancellationToken cancellationToken)
    {
        try
        {
            return PartitionLog.ReadName(file) is { } partition && await GetAsync(table, partition, key, cancellationToken) is { } row
                ? new PartitionRow(partition, row)
                : null;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            LogSkipped(logger, file, error);
            return null;
        }
    }

    private async Task<PartitionCache.Lease> OpenAsync(
        string table,
        string partition,
        CancellationToken cancellationToken,
        bool load = true)
    {
        RowLimits.CheckTable(table);
        RowLimits.CheckKey(partition);
        return await partitions.AcquireAsync(
            Path.Combine(root, table, FileNames.Of(partition) + PartitionLog.Extension), partition, load, cancellationToken);
    }

    private static Dictionary<string, string> Pick(IReadOnlyDictionary<string, string> values, IReadOnlyList<string> names)
        => names.Where(values.ContainsKey).ToDictionary(name => name, name => values[name], StringComparer.Ordinal);

    [LoggerMessage(EventId = 8003, Level = LogLevel.Error, Message = "{File} cannot be read and is left out of a scan")]
    private static partial void LogSkipped(ILogger logger, string file, Exception error);
}
