using Azure.Data.Tables;
using DigitalTwin.Azure.Storage;
using DigitalTwin.Storage;
using DigitalTwin.Testing;

namespace DigitalTwin.Azure.Tests.Storage;

/// <summary>The contract of all row stores, kept by Table storage.</summary>
public sealed class TableRowStoreTests(Azurite azurite) : RowStoreContract
{
    private readonly TableRowStore store = new(new TableServiceClient(azurite.ConnectionString));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    protected override IRowStore Store => store;

    protected override IRowStore Reopen() => new TableRowStore(new TableServiceClient(azurite.ConnectionString));

    [Fact]
    public async Task A_table_that_does_not_exist_is_empty_until_it_is_written_to()
    {
        var table = "t" + Guid.NewGuid().ToString("N");
        (await store.GetAsync(table, "p", "k", Token)).ShouldBeNull();
        (await store.QueryAsync(table, "p", RowRange.Prefix("k", 10), Token)).ShouldBeEmpty();
        (await store.ScanAsync(table, "k", Token).ToListAsync(Token)).ShouldBeEmpty();
        await store.DeletePartitionAsync(table, "p", Token);
        var values = new Dictionary<string, string> { ["v"] = "1" };
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i
            => store.WriteAsync(table, $"p{i}", [RowWrite.Insert("k", values)], Token)));
        (await store.ScanAsync(table, "k", Token).CountAsync(Token)).ShouldBe(8);
    }

    [Fact]
    public async Task A_partition_of_many_batches_is_deleted_whole_and_scanned_page_by_page()
    {
        var table = "t" + Guid.NewGuid().ToString("N");
        for (var batch = 0; batch < 12; batch++)
        {
            var values = new Dictionary<string, string> { ["v"] = "1" };
            var rows = Enumerable.Range(0, 100).Select(i => RowWrite.Insert($"k{batch:D2}{i:D2}", values));
            await store.WriteAsync(table, "p", [.. rows], Token);
        }

        (await store.QueryAsync(table, "p", RowRange.Prefix("k", 1000), Token)).Count.ShouldBe(1000);
        await store.DeletePartitionAsync(table, "p", Token);
        (await store.QueryAsync(table, "p", RowRange.Prefix("k", 1000), Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_says_so()
    {
        var address = azurite.ConnectionString.Replace("http://127.0.0.1", "http://127.0.0.2", StringComparison.Ordinal);
        var service = new TableServiceClient(address, new TableClientOptions { Retry = { MaxRetries = 0 } });
        var nowhere = new TableRowStore(service);
        await Should.ThrowAsync<IOException>(() => nowhere.GetAsync("contract", "p", "k", Token));
        await Should.ThrowAsync<IOException>(() => nowhere.WriteAsync("contract", "p", [RowWrite.Delete("k")], Token));
        await Should.ThrowAsync<IOException>(() => nowhere.ScanAsync("contract", "k", Token).ToListAsync(Token).AsTask());
    }
}
