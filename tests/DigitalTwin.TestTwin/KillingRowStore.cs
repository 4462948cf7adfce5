using System.Diagnostics;
using DigitalTwin.Storage;

namespace DigitalTwin.TestTwin;

/// <summary>
/// Kills its own process right after the n-th write of steps to a journal, before anyone hears of it. Leases, which
/// come by the clock, do not count.
/// </summary>
internal sealed class KillingRowStore(IRowStore inner, int killAt) : IRowStore
{
    private int writes;

    public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken cancellationToken)
        => inner.GetAsync(table, partition, key, cancellationToken);

    public Task<IReadOnlyList<Row>> QueryAsync(
        string table,
        string partition,
        RowRange range,
        CancellationToken cancellationToken)
        => inner.QueryAsync(table, partition, range, cancellationToken);

    public async Task<IReadOnlyList<string>> WriteAsync(
        string table,
        string partition,
        IReadOnlyList<RowWrite> batch,
        CancellationToken cancellationToken)
    {
        var etags = await inner.WriteAsync(table, partition, batch, cancellationToken);
        if (batch.Count > 1)
        {
            KillIfDue(table);
        }

        return etags;
    }

    public async Task DeletePartitionAsync(string table, string partition, CancellationToken cancellationToken)
    {
        // Before, too: then the turn is stored and its journal is still there.
        KillIfDue(table);
        await inner.DeletePartitionAsync(table, partition, cancellationToken);
        KillIfDue(table);
    }

    public IAsyncEnumerable<PartitionRow> ScanAsync(string table, string key, CancellationToken cancellationToken)
        => inner.ScanAsync(table, key, cancellationToken);

    private void KillIfDue(string table)
    {
        if (table == "turns" && Interlocked.Increment(ref writes) == killAt)
        {
            Process.GetCurrentProcess().Kill();
            Thread.Sleep(Timeout.Infinite);
        }
    }
}
