using Azure.Data.Tables;
using DigitalTwin.Azure.Storage;
using DigitalTwin.Storage;
using DigitalTwin.Testing;

namespace DigitalTwin.Azure.Tests.Storage;

/// <summary>Faults under the row store, and what becomes of a batch: written once, or said not to be.</summary>
public sealed class TableFaultTests(Azurite azurite)
{
    private readonly string partition = Guid.NewGuid().ToString("N");
    private readonly FaultTransport faults = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TableRowStore Store => new(new TableServiceClient(azurite.ConnectionString, new TableClientOptions
    {
        Transport = faults,
        Retry =
        {
            NetworkTimeout = TimeSpan.FromSeconds(1),
            Delay = TimeSpan.FromMilliseconds(10),
            MaxDelay = TimeSpan.FromMilliseconds(50),
        },
    }));

    public static TheoryData<string, Fault[]> Passing => new()
    {
        { "429 with Retry-After", [Fault.TooManyRequests] },
        { "503", [Fault.ServerBusy] },
        { "503 three times", [Fault.ServerBusy, Fault.ServerBusy, Fault.ServerBusy] },
        { "timeout", [Fault.Timeout] },
        { "connection reset", [Fault.ConnectionReset] },
        { "lost response after a committed batch", [Fault.LostResponse] },
        { "lost response, then 503", [Fault.LostResponse, Fault.ServerBusy] },
        { "lost response twice", [Fault.LostResponse, Fault.LostResponse] },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task After_a_fault_that_passes_an_insert_is_there_once_with_its_ETag(string fault, Fault[] sequence)
    {
        var store = await ReadyAsync();
        faults.Then(sequence);
        var etags = await store.WriteAsync("faults", partition, [Insert("h", fault), Insert("m1", "x")], Token);
        (await RowsAsync(store)).ShouldBe([("h", fault), ("m1", "x"), ("seed", "0")]);
        await store.WriteAsync(
            "faults",
            partition,
            [RowWrite.Replace("h", Values("next"), etags[0]), RowWrite.Replace("m1", Values("next"), etags[1])],
            Token);
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task After_a_fault_that_passes_a_replaced_header_is_replaced_once(string fault, Fault[] sequence)
    {
        var store = await ReadyAsync();
        var header = (await store.WriteAsync("faults", partition, [Insert("h", "1")], Token))[0];
        faults.Then(sequence);
        RowWrite[] batch = [RowWrite.Replace("h", Values(fault), header), Insert("m1", "x"), RowWrite.Delete("seed")];
        var etag = (await store.WriteAsync("faults", partition, batch, Token))[0];
        (await RowsAsync(store)).ShouldBe([("h", fault), ("m1", "x")]);
        (await store.GetAsync("faults", partition, "h", Token))!.ETag.ShouldBe(etag);
    }

    [Fact]
    public async Task After_a_412_on_the_header_nothing_of_the_batch_is_written()
    {
        var store = await ReadyAsync();
        var stale = (await store.WriteAsync("faults", partition, [Insert("h", "1")], Token))[0];
        await store.WriteAsync("faults", partition, [RowWrite.Replace("h", Values("2"), stale)], Token);
        RowWrite[] batch = [RowWrite.Replace("h", Values("3"), stale), Insert("m1", "x")];
        await Should.ThrowAsync<RowConflictException>(() => store.WriteAsync("faults", partition, batch, Token));
        (await RowsAsync(store)).ShouldBe([("h", "2"), ("seed", "0")]);
    }

    [Fact]
    public async Task A_lost_response_of_a_batch_that_was_refused_is_a_conflict_all_the_same()
    {
        var store = await ReadyAsync();
        faults.Then(Fault.LostResponse);
        RowWrite[] batch = [Insert("h", "1"), Insert("seed", "1")];
        await Should.ThrowAsync<RowConflictException>(() => store.WriteAsync("faults", partition, batch, Token));
        (await RowsAsync(store)).ShouldBe([("seed", "0")]);
    }

    [Fact]
    public async Task A_lost_response_followed_by_another_write_leaves_that_write()
    {
        var store = await ReadyAsync();
        var header = (await store.WriteAsync("faults", partition, [Insert("h", "1")], Token))[0];
        faults.Then(Fault.LostResponse);
        var etag = (await store.WriteAsync("faults", partition, [RowWrite.Replace("h", Values("2"), header)], Token))[0];
        await store.WriteAsync("faults", partition, [RowWrite.Replace("h", Values("3"), etag)], Token);
        (await RowsAsync(store)).ShouldBe([("h", "3"), ("seed", "0")]);
    }

    [Theory]
    [InlineData(Fault.ServerBusy)]
    [InlineData(Fault.TooManyRequests)]
    [InlineData(Fault.Timeout)]
    [InlineData(Fault.ConnectionReset)]
    public async Task A_lasting_fault_is_reported_and_nothing_is_written(Fault fault)
    {
        var store = await ReadyAsync();
        faults.Then(fault, fault, fault, fault);
        await Should.ThrowAsync<IOException>(() => store.WriteAsync("faults", partition, [Insert("h", "1")], Token));
        (await RowsAsync(store)).ShouldBe([("seed", "0")]);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_told_that_and_not_of_a_fault()
    {
        var store = await ReadyAsync();
        faults.Then(Fault.Timeout);
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Token);
        gone.CancelAfter(50);
        await Should.ThrowAsync<OperationCanceledException>(() => store.GetAsync("faults", partition, "h", gone.Token));
    }

    private async Task<TableRowStore> ReadyAsync()
    {
        var store = Store;
        await store.WriteAsync("faults", partition, [Insert("seed", "0")], Token);
        return store;
    }

    private async Task<List<(string Key, string Value)>> RowsAsync(TableRowStore store)
        => [.. (await store.QueryAsync("faults", partition, new RowRange("!", "~", 100), Token)).Select(row => (row.Key, row["v"]!))];

    private static RowWrite Insert(string key, string value) => RowWrite.Insert(key, Values(value));

    private static Dictionary<string, string> Values(string value) => new() { ["v"] = value };
}
