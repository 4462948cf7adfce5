using System.Runtime.CompilerServices;
using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost.Storage.Rows;

/// <summary>Rows in the database of the data folder (<see cref="TwinDatabase"/>).</summary>
/// <remarks>
/// What is deleted, a row or a partition, is gone from the disk when the call returns: it is overwritten in the database, and the
/// write-ahead log is emptied. Only a program that reads the database for more than five seconds on end holds that up, which is logged.
/// </remarks>
internal sealed class SqliteRowStore : IRowStore, IErasedSpace, IDisposable
{
    // A scan reads in pages: between them it holds up nobody.
    private const int PartitionsPerPage = 256;

    // Written anew in a fraction of a second.
    private const long SmallBytes = 64 * 1024 * 1024;

    private readonly string path;
    private readonly RowReaders readers;
    private readonly RowWriter writer;
    private bool isDisposed;

    public SqliteRowStore(TwinDatabase database, DiskReserve reserve, ILogger<SqliteRowStore> logger)
        => (path, readers, writer) = (database.Path, new RowReaders(database), new RowWriter(database, reserve, logger));

    public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken cancellationToken)
    {
        Check(table, partition, cancellationToken);
        RowLimits.CheckKey(key);
        var (place, name) = (RowText.EscapeKey(partition), RowText.EscapeKey(key));
        return Task.FromResult(readers.Read(reader => reader.Get(table, place, name)));
    }

    public Task<IReadOnlyList<Row>> QueryAsync(string table, string partition, RowRange range, CancellationToken cancellationToken)
    {
        Check(table, partition, cancellationToken);
        RowLimits.CheckRange(range);
        var place = RowText.EscapeKey(partition);
        return Task.FromResult(readers.Read(reader => reader.Query(table, place, range)));
    }

    public async Task<IReadOnlyList<string>> WriteAsync(
        string table, string partition, IReadOnlyList<RowWrite> batch, CancellationToken cancellationToken)
    {
        RowLimits.Check(table, partition, batch);
        cancellationToken.ThrowIfCancellationRequested();
        var place = RowText.EscapeKey(partition);
        var writes = batch.Select(PreparedWrite.From).ToList();
        var isErasure = writes.Exists(write => write.Kind == RowWriteKind.Delete);
        var etag = await writer.WriteAsync(new WriteJob(Apply, isErasure, cancellationToken));
        var text = ETag.ToText(etag);
        return [.. writes.Select(write => write.Kind == RowWriteKind.Delete ? "" : text)];

        void Apply(RowStatements statements, long number)
            => writes.ForEach(write => statements.Apply(table, place, write, number));
    }

    public Task DeletePartitionAsync(string table, string partition, CancellationToken cancellationToken)
    {
        Check(table, partition, cancellationToken);
        var place = RowText.EscapeKey(partition);
        return writer.WriteAsync(new WriteJob(
            (statements, _) => statements.DeletePartition(table, place), isErasure: true, cancellationToken));
    }

    public async IAsyncEnumerable<PartitionRow> ScanAsync(
        string table, string key, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RowLimits.CheckTable(table);
        RowLimits.CheckKey(key);
        var name = RowText.EscapeKey(key);
        for (var last = ""; last is not null;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var after = last;
            (var rows, last) = readers.Read(reader => reader.Scan(table, name, after, PartitionsPerPage));
            foreach (var row in rows)
            {
                yield return row;
            }

            // A sweep of many pages lets others have their turn.
            await Task.Yield();
        }
    }

    /// <inheritdoc/>
    public Task OverwriteAsync(bool evenIfLarge)
        => evenIfLarge || new FileInfo(path).Length <= SmallBytes
            ? writer.WriteAsync(new WriteJob((_, _) => { }, isErasure: true, CancellationToken.None) { Rewrites = true })
            : Task.CompletedTask;

    // It is registered as two services: the container disposes of each.
    public void Dispose()
    {
        if (Interlocked.Exchange(ref isDisposed, true))
        {
            return;
        }

        writer.Dispose();
        readers.Dispose();
    }

    private static void Check(string table, string partition, CancellationToken cancellationToken)
    {
        RowLimits.CheckTable(table);
        RowLimits.CheckKey(partition);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
