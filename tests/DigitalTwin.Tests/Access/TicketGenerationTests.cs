using DigitalTwin.Access;
using DigitalTwin.Access.Gate;
using DigitalTwin.LocalHost.Storage.Rows;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Tests.Access;

public sealed class TicketGenerationTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly ManualTime time = new();
    private readonly SqliteRowStore database;
    private readonly CountingRowStore rows;

    public TicketGenerationTests() => rows = new CountingRowStore(database = DataOnDisk.OpenRows(folder.Path));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task It_is_raised_by_one_each_time_and_read_every_ten_seconds()
    {
        var (one, other) = (new TicketGeneration(rows, time), new TicketGeneration(rows, time));
        (await other.CurrentAsync(Token)).ShouldBe(0);
        await one.RaiseAsync(Token);
        await one.RaiseAsync(Token);
        rows.Reset();
        ((await one.CurrentAsync(Token)), (await other.CurrentAsync(Token)), rows.Reads).ShouldBe((2, 0, 0));
        time.Advance(TicketGeneration.Age);
        ((await other.CurrentAsync(Token)), rows.Reads).ShouldBe((2, 1));
    }

    [Fact]
    public async Task Two_that_raise_it_at_once_both_do()
    {
        var (one, other) = (new TicketGeneration(rows, time), new TicketGeneration(rows, time));
        rows.BeforeWrite = async () =>
        {
            rows.BeforeWrite = null;
            await other.RaiseAsync(Token);
        };
        await one.RaiseAsync(Token);
        (await one.CurrentAsync(Token)).ShouldBe(2);
        rows.BeforeWrite = () => throw new RowConflictException("generation", "was changed");
        await Should.ThrowAsync<RowConflictException>(() => one.RaiseAsync(Token));
    }

    [Fact]
    public void An_endpoint_that_admits_others_has_no_owner()
        => Should.Throw<InvalidOperationException>(() => OwnerCaller.Of(new DefaultHttpContext()));
}
