using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;
using DigitalTwin.Storage;

namespace DigitalTwin.Azure.Storage;

/// <summary>Rows in Azure Table storage. A table is created by the first write to it.</summary>
internal sealed class TableRowStore(TableServiceClient service) : IRowStore
{
    private const string Name = "Table storage";
    private readonly ConcurrentDictionary<string, TableClient> tables = new(StringComparer.Ordinal);

    public async Task<Row?> GetAsync(string table, string partition, string key, CancellationToken cancellationToken)
    {
        RowLimits.CheckKey(partition);
        RowLimits.CheckKey(key);
        var client = Table(table);
        return await AzureFaults.GuardAsync(Name, async () =>
        {
            var found = await client.GetEntityIfExistsAsync<TableEntity>(
                RowText.EscapeKey(partition),
                RowText.EscapeKey(key),
                cancellationToken: cancellationToken);
            return found.HasValue ? RowEntity.ToRow(found.Value!) : null;
        }, cancellationToken);
    }

    public async Task<IReadOnlyList<Row>> QueryAsync(
        string table,
        string partition,
        RowRange range,
        CancellationToken cancellationToken)
    {
        RowLimits.CheckKey(partition);
        RowLimits.CheckRange(range);
        var (key, from, to) = (RowText.EscapeKey(partition), RowText.EscapeKey(range.From), RowText.EscapeKey(range.To));
        var filter = range.After is { } after
            ? TableClient.CreateQueryFilter(
                $"PartitionKey eq {key} and RowKey ge {from} and RowKey lt {to} and RowKey gt {RowText.EscapeKey(after)}")
            : TableClient.CreateQueryFilter($"PartitionKey eq {key} and RowKey ge {from} and RowKey lt {to}");
        var values = RowEntity.Properties(range.Select);
        var found = Table(table).QueryAsync<TableEntity>(filter, range.Limit, values, cancellationToken);
        return await AzureFaults.GuardAsync(Name, () => ReadAsync(found, range.Limit), cancellationToken);
    }

    public async Task<IReadOnlyList<string>> WriteAsync(
        string table,
        string partition,
        IReadOnlyList<RowWrite> batch,
        CancellationToken cancellationToken)
    {
        RowLimits.Check(table, partition, batch);
        var writing = new TableBatch(Table(table), partition, batch);
        return await AzureFaults.GuardAsync(Name, () => writing.SubmitAsync(cancellationToken), cancellationToken);
    }

    public async Task DeletePartitionAsync(string table, string partition, CancellationToken cancellationToken)
    {
        RowLimits.CheckKey(partition);
        var client = Table(table);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {RowText.EscapeKey(partition)}");
        await AzureFaults.GuardAsync(Name, async () =>
        {
            while (await ReadKeysAsync(client, filter, cancellationToken) is { Count: > 0 } rows)
            {
                await new TableBatch(client, partition, [.. rows.Select(row => RowWrite.Delete(row.Key))]).SubmitAsync(cancellationToken);
            }

            return true;
        }, cancellationToken);
    }

    public async IAsyncEnumerable<PartitionRow> ScanAsync(
        string table,
        string key,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RowLimits.CheckKey(key);
        var filter = TableClient.CreateQueryFilter($"RowKey eq {RowText.EscapeKey(key)}");
        var found = Table(table).QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken);
        var pages = found.AsPages().GetAsyncEnumerator(cancellationToken);
        await using var reading = pages;
        while (await AzureFaults.GuardAsync(Name, () => NextAsync(pages), cancellationToken))
        {
            foreach (var entity in pages.Current.Values)
            {
                yield return new PartitionRow(RowText.UnescapeKey(entity.PartitionKey), RowEntity.ToRow(entity));
            }
        }
    }

    private TableClient Table(string table)
    {
        RowLimits.CheckTable(table);
        return tables.GetOrAdd(table, service.GetTableClient);
    }

    private static Task<IReadOnlyList<Row>> ReadKeysAsync(
        TableClient client,
        string filter,
        CancellationToken cancellationToken)
    {
        string[] keys = ["PartitionKey", "RowKey"];
        var found = client.QueryAsync<TableEntity>(filter, RowLimits.BatchRows, keys, cancellationToken);
        return ReadAsync(found, RowLimits.BatchRows);
    }

    private static async Task<IReadOnlyList<Row>> ReadAsync(AsyncPageable<TableEntity> found, int limit)
    {
        var rows = new List<Row>();
        var pages = found.AsPages().GetAsyncEnumerator();
        await using var reading = pages;

        // A page may end before the limit: a response is limited in bytes, too.
        while (rows.Count < limit && await NextAsync(pages))
        {
            rows.AddRange(pages.Current.Values.Take(limit - rows.Count).Select(RowEntity.ToRow));
        }

        return rows;
    }

    // A table that was never written to does not exist, and has no rows.
    private static async Task<bool> NextAsync(IAsyncEnumerator<Page<TableEntity>> pages)
    {
        try
        {
            return await pages.MoveNextAsync();
        }
        catch (RequestFailedException error) when (error.ErrorCode == TableErrorCode.TableNotFound)
        {
            return false;
        }
    }
}
