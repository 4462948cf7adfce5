using DigitalTwin.Access;
using DigitalTwin.Access.Gate;
using DigitalTwin.Storage;
using DigitalTwin.Tests.Storage;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Tests.Access;

public sealed class TicketGenerationTests : RowStoreTest
{
    [Fact]
    public async Task It_is_raised_by_one_each_time_and_read_every_ten_seconds()
    {
        var (one, other) = (new TicketGeneration(Rows, Time), new TicketGeneration(Rows, Time));
        (await other.CurrentAsync(Token)).ShouldBe(0);
        await one.RaiseAsync(Token);
        await one.RaiseAsync(Token);
        Rows.Reset();
        ((await one.CurrentAsync(Token)), (await other.CurrentAsync(Token)), Rows.Reads).ShouldBe((2, 0, 0));
        Time.Advance(TicketGeneration.Age);
        ((await other.CurrentAsync(Token)), Rows.Reads).ShouldBe((2, 1));
    }

    [Fact]
    public async Task Two_that_raise_it_at_once_both_do()
    {
        var (one, other) = (new TicketGeneration(Rows, Time), new TicketGeneration(Rows, Time));
        Rows.BeforeWrite = async () =>
        {
            Rows.BeforeWrite = null;
            await other.RaiseAsync(Token);
        };
        await one.RaiseAsync(Token);
        (await one.CurrentAsync(Token)).ShouldBe(2);
        Rows.BeforeWrite = () => throw new RowConflictException("generation", "was changed");
        await Should.ThrowAsync<RowConflictException>(() => one.RaiseAsync(Token));
    }

    [Fact]
    public void An_endpoint_that_admits_others_has_no_owner()
        => Should.Throw<InvalidOperationException>(() => OwnerCaller.Of(new DefaultHttpContext()));
}
