using System.Text;
using DigitalTwin.LocalHost.Storage.Rows;
using DigitalTwin.Rates;
using DigitalTwin.Testing;
using DigitalTwin.Usage;
using DigitalTwin.Usage.Prices;
using FsCheck.Fluent;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Tests.Usage;

/// <summary>No cap is exceeded, whatever processes do and whenever they die, and what was spent is written down.</summary>
public sealed class LedgerTests : IDisposable
{
    private static readonly UsedUnits Used = new() { Input = 10, Output = 5 };

    private readonly TempFolder folder = new();
    private readonly ManualTime time = new();
    private readonly SqliteRowStore database;
    private readonly CountingRowStore rows;
    private readonly LedgerStore store;

    public LedgerTests()
    {
        rows = new CountingRowStore(database = DataOnDisk.OpenRows(folder.Path));
        store = new LedgerStore(rows);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task A_call_is_reserved_then_settled_and_written_down()
    {
        await using var ledger = Create(new BudgetOptions());
        await using (var reservation = await ledger.ReserveAsync(Someone("s"), 1_000, Token))
        {
            await reservation.SettleAsync("m", Used, 400);
        }

        await ledger.DisposeAsync();
        var row = (await store.UsageAsync(Today, Token)).Single();
        (row.Model, row.Origin, row.Calls, row.Turns).ShouldBe(("m", "me.example", 1, 1));
        (row.Used, row.Cost).ShouldBe((Used, 400));
        (await store.SumsAsync(Today, Token)).Day.ShouldBe(new LedgerSum(400, 400));
        (await store.SumsAsync(Today, Token)).Month.ShouldBe(new LedgerSum(400, 400));
    }

    [Fact]
    public async Task A_call_that_failed_costs_nothing()
    {
        await using var ledger = Create(new BudgetOptions());
        await (await ledger.ReserveAsync(Someone("s"), 1_000, Token)).DisposeAsync();
        await ledger.DisposeAsync();
        (await store.SumsAsync(Today, Token)).Day.ShouldBe(default);
        (await store.UsageAsync(Today, Token)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0.001, 1, "Day")]
    [InlineData(1, 0.001, "Month")]
    [InlineData(0, 0, "Day")]
    public async Task At_a_cap_no_call_is_made_and_the_owner_is_told_once(double day, double month, string limit)
    {
        await using var ledger = Create(new BudgetOptions { Day = (decimal)day, Month = (decimal)month });
        var calls = 0;
        for (var i = 0; i < 20; i++)
        {
            try
            {
                await using var reservation = await ledger.ReserveAsync(Someone($"s{i}"), 200, Token);
                await reservation.SettleAsync("m", Used, 200);
                calls++;
            }
            catch (BudgetSpentException spent)
            {
                spent.Limit.ToString().ShouldBe(limit);
            }
        }

        calls.ShouldBe((int)(Math.Min(day, month) * 1_000_000 / 200));
        ledger.Reached.ToString().ShouldBe(limit);
        time.Advance(TimeSpan.FromDays(1));
        ledger.Reached.ShouldBeNull();
    }

    [Fact]
    public async Task A_session_and_an_address_have_caps_of_their_own()
    {
        var options = new BudgetOptions { Session = 0.001m, AddressDay = 0.002m };
        await using var ledger = Create(options, session => session[0] == 'a' ? UInt128.One : 2);
        (await SpendAsync(ledger, "a1", 10, 300)).ShouldBe(4);
        (await SpendAsync(ledger, "a2", 10, 300)).ShouldBe(3);
        (await SpendAsync(ledger, "a3", 10, 300)).ShouldBe(0);
        (await SpendAsync(ledger, "b1", 10, 300)).ShouldBe(4);
        time.Advance(TimeSpan.FromDays(1));
        (await SpendAsync(ledger, "a4", 10, 300)).ShouldBe(4);
    }

    [Fact]
    public async Task A_day_has_its_own_money_and_what_was_left_of_the_day_before_is_given_back()
    {
        await using var ledger = Create(new BudgetOptions { Day = 0.001m, Month = 0.0015m });
        (await SpendAsync(ledger, "s", 3, 200)).ShouldBe(3);
        time.Advance(TimeSpan.FromDays(1));
        (await SpendAsync(ledger, "t", 9, 200)).ShouldBe(4);
        await ledger.DisposeAsync();
        (await store.SumsAsync(Today, Token)).Month.ShouldBe(new LedgerSum(1_400, 1_400));
    }

    [Fact]
    public async Task Most_calls_cost_no_round_trip()
    {
        await using var ledger = Create(new BudgetOptions { Day = 10, Month = 10, Session = 10, AddressDay = 10 });
        await SpendAsync(ledger, "s", 1, 1_000);
        rows.Reset();
        await SpendAsync(ledger, "s", 100, 1_000);
        (rows.Reads, rows.Writes).ShouldBe((0, 0));
    }

    [Fact]
    public async Task The_owner_stops_all_calls_in_every_process_and_lets_them_go_on()
    {
        using var own = Book(new BudgetOptions());
        using var other = Book(new BudgetOptions());
        await using var ledger = Create(own);
        await using var elsewhere = Create(other);
        await SpendAsync(elsewhere, "s", 1, 10);
        var running = other.Stopping;
        await own.StopAsync(true, Token);
        (await Should.ThrowAsync<BudgetSpentException>(async () => await ledger.ReserveAsync(Someone("s"), 1, Token)))
            .Limit.ShouldBe(BudgetLimit.Stopped);
        time.Advance(LimitsBook.Age);
        await Should.ThrowAsync<BudgetSpentException>(async () => await elsewhere.ReserveAsync(Someone("s"), 1, Token));
        running.IsCancellationRequested.ShouldBeTrue();
        (await own.SetAsync(new OwnerLimits { Day = 7 }, Token)).ShouldSatisfyAllConditions(
            limits => limits.Stopped.ShouldBeTrue(), limits => limits.Day.ShouldBe(7), limits => limits.Month.ShouldBe(20));
        await own.StopAsync(false, Token);
        (await SpendAsync(ledger, "s", 1, 10)).ShouldBe(1);
    }

    [Fact]
    public async Task Eight_processes_at_once_lease_no_money_twice()
    {
        const int cap = 100_000;
        var ledgers = Enumerable.Range(0, 8).Select(_ => Create(new BudgetOptions { Day = cap / Ledger.Unit, Month = 20 })).ToList();
        var spent = 0L;
        await Task.WhenAll(ledgers.Select((ledger, process) => Task.Run(
            async () =>
            {
                for (var i = 0; i < 100; i++)
                {
                    try
                    {
                        await using var reservation = await ledger.ReserveAsync(Someone($"{process}-{i}"), 400, Token);
                        await reservation.SettleAsync("m", Used, 300);
                        Interlocked.Add(ref spent, 300);
                    }
                    catch (BudgetSpentException)
                    {
                        // The cap is reached.
                    }
                }
            },
            Token)));
        spent.ShouldBeInRange(cap - (8 * 400) - (8 * cap / 64), cap);
        await Task.WhenAll(ledgers.Select(ledger => ledger.DisposeAsync().AsTask()));
        (await store.SumsAsync(Today, Token)).Day.ShouldBe(new LedgerSum(spent, spent));
    }

    // Any interleaving of reserving, settling, releasing, stopping and crashing of four processes, over two days.
    [Fact]
    public void No_interleaving_makes_the_ledger_wrong()
        => Properties.ForAll(Gen.ArrayOf(Gen.Choose(0, 10_000)), steps => RunAsync(steps).GetAwaiter().GetResult(), runs: 150);

    private async Task RunAsync(int[] steps)
    {
        using var place = new TempFolder();
        using var sqlite = DataOnDisk.OpenRows(place.Path);
        var world = new LedgerWorld(new LedgerStore(sqlite), () => new LimitsBook(sqlite, Options.Create(LedgerWorld.Budget), time), time);
        foreach (var step in steps)
        {
            await world.StepAsync(step);
            await world.CheckAsync();
        }

        await world.EndAsync();
    }

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    private static Spender Someone(string session)
        => new(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(session.PadRight(16))), "me.example", 0)
    {
        BeginsTurn = true,
    };

    private static async Task<int> SpendAsync(Ledger ledger, string session, int times, long amount)
    {
        var (spender, spent) = (Someone(session), 0);
        for (var i = 0; i < times; i++)
        {
            try
            {
                await using var reservation = await ledger.ReserveAsync(spender, amount, Token);
                await reservation.SettleAsync("m", Used, amount);
                spent++;
            }
            catch (BudgetSpentException)
            {
                // A cap is reached.
            }
        }

        return spent;
    }

    internal static Ledger Create(LedgerStore store, LimitsBook book, SessionAddresses addresses, TimeProvider time)
    {
        var recorder = new UsageRecorder(store, time, NullLogger<UsageRecorder>.Instance);
        return new Ledger(store, recorder, book, addresses, time, NullLogger<Ledger>.Instance);
    }

    private LimitsBook Book(BudgetOptions options) => new(rows, Options.Create(options), time);

    private Ledger Create(BudgetOptions options, Func<string, UInt128>? addressOf = null) => Create(Book(options), addressOf);

    private Ledger Create(LimitsBook book, Func<string, UInt128>? addressOf = null)
    {
        var addresses = new SessionAddresses();
        foreach (var session in addressOf is null ? [] : (string[])["a1", "a2", "a3", "a4", "b1"])
        {
            addresses.Remember(Someone(session).SessionId, addressOf!(session));
        }

        return Create(store, book, addresses, time);
    }
}
