using DigitalTwin.LocalHost.Storage;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalTwin.LocalHost.Tests.Storage;

public sealed class PartitionCacheTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Memory_stays_within_its_bound_whatever_number_of_partitions_is_used()
    {
        const int limit = 1_000_000;
        var values = new Dictionary<string, string> { ["v"] = new string('x', 10_000) };
        var store = new FileRowStore(folder.Path, NullLogger<FileRowStore>.Instance, limit);
        for (var i = 0; i < 200; i++)
        {
            await store.WriteAsync("tests", $"p{i}", [RowWrite.Insert("k", values)], Token);
            store.LoadedBytes.ShouldBeLessThanOrEqualTo(limit);
        }

        for (var i = 0; i < 200; i++)
        {
            (await store.GetAsync("tests", $"p{i}", "k", Token)).ShouldNotBeNull();
            store.LoadedBytes.ShouldBeLessThanOrEqualTo(limit);
        }

        store.LoadedBytes.ShouldBeGreaterThan(limit / 2);
    }

    [Fact]
    public async Task Partitions_that_do_not_exist_cost_no_memory()
    {
        var store = new FileRowStore(folder.Path, NullLogger<FileRowStore>.Instance);
        for (var i = 0; i < 100; i++)
        {
            await store.GetAsync("tests", $"nobody-{i}", "k", Token);
        }

        store.LoadedBytes.ShouldBe(0);
        Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }
}
