using DigitalTwin.Storage;

namespace DigitalTwin.Testing;

/// <summary>Counts the round trips to a real store, and can make the next ones fail.</summary>
public sealed class CountingRowStore(IRowStore inner) : IRowStore
{
    private int reads;
    private int writes;

    public int Reads => reads;

    public int Writes => writes;

    /// <summary>Called before each query: what happens while somebody reads.</summary>
    public Func<Task>? BeforeQuery { get; set; }

    /// <summary>Called before each write; what it throws, the caller gets.</summary>
    public Func<Task>? BeforeWrite { get; set; }

    /// <summary>Called after each write that went through; what it throws, the caller gets: a lost answer.</summary>
    public Action? AfterWrite { get; set; }

    /// <summary>Awaited before a partition of the table it is given is deleted.</summary>
    public Func<string, Task>? BeforeDelete { get; set; }

    public void Reset() => (reads, writes) = (0, 0);

    public Task<Row?> GetAsync(string table, string partition, string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref reads);
        return inner.GetAsync(table, partition, key, cancellationToken);
    }

    public async Task<IReadOnlyList<Row>> QueryAsync(string table, string partition, RowRange range, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref reads);
        await (BeforeQuery?.Invoke() ?? Task.CompletedTask);
        return await inner.QueryAsync(table, partition, range, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> WriteAsync(
        string table,
        string partition,
        IReadOnlyList<RowWrite> batch,
        CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref writes);
        await (BeforeWrite?.Invoke() ?? Task.CompletedTask);
        var etags = await inner.WriteAsync(table, partition, batch, cancellationToken);
        AfterWrite?.Invoke();
        return etags;
    }

    public async Task DeletePartitionAsync(string table, string partition, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref writes);
        await (BeforeDelete?.Invoke(table) ?? Task.CompletedTask);
        await inner.DeletePartitionAsync(table, partition, cancellationToken);
    }

    public IAsyncEnumerable<PartitionRow> ScanAsync(string table, string key, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref reads);
        return inner.ScanAsync(table, key, cancellationToken);
    }
}
