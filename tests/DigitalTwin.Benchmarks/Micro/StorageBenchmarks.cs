using BenchmarkDotNet.Attributes;
using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.LocalHost.Storage;
using DigitalTwin.LocalHost.Storage.Rows;
using DigitalTwin.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalTwin.Benchmarks;

/// <summary>The database under a conversation: one query, where the cache has not got it, and durable batches.</summary>
[MemoryDiagnoser]
public class StorageBenchmarks
{
    private const int Messages = 200;

    private readonly string folder = Directory.CreateTempSubdirectory().FullName;
    private readonly string session = SessionId.New();
    private readonly ConversationCache cache = new();
    private SqliteRowStore store = null!;
    private ConversationStore conversations = null!;
    private int next;

    [GlobalSetup]
    public async Task SetupAsync()
    {
        store = new SqliteRowStore(
            TwinDatabase.Open(Path.Combine(folder, TwinDatabase.FileName)),
            new DiskReserve(Path.Combine(folder, "reserve")),
            NullLogger<SqliteRowStore>.Instance);
        conversations = new ConversationStore(store, cache, new DamageBook(), TimeProvider.System);
        await conversations.OpenAsync(session, CancellationToken.None);
        for (var i = 1; i <= Messages; i++)
        {
            await store.WriteAsync(ConversationStore.Table, session, [Message(i).ToInsert()], CancellationToken.None);
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        store.Dispose();
        cache.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Benchmark]
    public async Task<object> LoadWindowAsync() => await conversations.LoadAsync(session, CancellationToken.None);

    /// <summary>As many rows as the two batches of a turn have.</summary>
    [Benchmark]
    public async Task AppendTurnAsync()
    {
        // As many turns as a long conversation has; more would measure a partition that outgrows memory.
        var number = ++next % 500;
        var rows = Enumerable.Range(1, 4)
            .Select(i => Message((number * 4) + i).ToInsert())
            .Select(row => RowWrite.Upsert(row.Key, row.Values));
        await store.WriteAsync("other", "partition", [.. rows], CancellationToken.None);
    }

    private static StoredMessage Message(long number) => new()
    {
        Number = number,
        Id = $"m{number}",
        IsFromVisitor = number % 2 == 1,
        Text = new string('x', 500),
        At = DateTimeOffset.UnixEpoch,
    };
}
