using BenchmarkDotNet.Attributes;
using DigitalTwin.LocalHost.Storage;
using DigitalTwin.LocalHost.Storage.Rows;
using DigitalTwin.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalTwin.Benchmarks;

/// <summary>The database under a conversation: one query and one durable batch a turn.</summary>
[MemoryDiagnoser]
public class StorageBenchmarks
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;
    private readonly Dictionary<string, string> values = new() { ["text"] = new string('x', 500) };
    private SqliteRowStore store = null!;
    private int next;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        store = new SqliteRowStore(
            TwinDatabase.Open(Path.Combine(folder, TwinDatabase.FileName)),
            new DiskReserve(Path.Combine(folder, "reserve")),
            NullLogger<SqliteRowStore>.Instance);
        for (var i = 0; i < 200; i++)
        {
            await WriteBatchAsync("session");
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        store.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Benchmark]
    public Task<IReadOnlyList<Row>> QueryWindow()
        => store.QueryAsync("conversations", "session", new RowRange("m", "n", 61), CancellationToken.None);

    [Benchmark]
    public Task AppendTurn() => WriteBatchAsync("other");

    private Task<IReadOnlyList<string>> WriteBatchAsync(string partition)
    {
        // As many turns as a long conversation has; more would measure a partition that outgrows memory.
        var number = ++next % 500;
        return store.WriteAsync(
            "conversations",
            partition,
            [.. Enumerable.Range(0, 4).Select(i => RowWrite.Upsert($"m-{number:D9}-{i}", values))],
            CancellationToken.None);
    }
}
