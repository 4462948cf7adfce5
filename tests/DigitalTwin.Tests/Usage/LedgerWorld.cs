using DigitalTwin.Rates;
using DigitalTwin.Testing;
using DigitalTwin.Usage;
using DigitalTwin.Usage.Prices;

namespace DigitalTwin.Tests.Usage;

/// <summary>Some processes that share a ledger, and what is true of them.</summary>
internal sealed class LedgerWorld(LedgerStore store, Func<LimitsBook> book, ManualTime time)
{
    private const long MonthCap = 20_000;
    private const long DayCap = 12_000;

    private static readonly UsedUnits Used = new() { Input = 10, Output = 5 };

    private readonly List<(Ledger Ledger, List<Reservation> Open)> processes
        = [.. Enumerable.Repeat(0, 4).Select(_ => New(store, book, time))];

    private readonly Dictionary<DateOnly, long> spent = [];
    private readonly List<Ledger> dead = [];

    public static BudgetOptions Budget => new() { Month = MonthCap / Ledger.Unit, Day = DayCap / Ledger.Unit };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private DateOnly Today => DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);

    public async Task StepAsync(int step)
    {
        var (which, amount) = (step % 4, 1 + (step / 40 % 250));
        var (ledger, open) = processes[which];
        switch (step / 4 % 10)
        {
            case 0 or 1 or 2 or 3:
                try
                {
                    open.Add(await ledger.ReserveAsync(new Spender("", "o", 0), 4 * amount, Token));
                }
                catch (BudgetSpentException)
                {
                    // A cap is reached.
                }

                break;
            case 4 or 5 or 6 when open.Count > 0:
                await open[0].SettleAsync("m", Used, Math.Min(amount, open[0].Most));
                spent[open[0].Day] = spent.GetValueOrDefault(open[0].Day) + Math.Min(amount, open[0].Most);
                open.RemoveAt(0);
                break;
            case 7 when open.Count > 0:
                await open[0].DisposeAsync();
                open.RemoveAt(0);
                break;
            case 8:
                // A crash: what was leased is lost, and so is what was not written down.
                dead.Add(ledger);
                processes[which] = New(store, book, time);
                break;
            case 9 when step % 100 == 0:
                time.Advance(TimeSpan.FromHours(7));
                break;
        }
    }

    public async Task CheckAsync()
    {
        foreach (var day in spent.Keys.Append(Today).Distinct().ToList())
        {
            var (month, sum) = await store.SumsAsync(day, Token);
            sum.Leased.ShouldBeInRange(spent.GetValueOrDefault(day), DayCap);
            month.Leased.ShouldBeInRange(SpentInMonthOf(day), MonthCap);
            sum.Spent.ShouldBeLessThanOrEqualTo(spent.GetValueOrDefault(day));
        }
    }

    public async Task EndAsync()
    {
        foreach (var (ledger, open) in processes)
        {
            foreach (var reservation in open)
            {
                await reservation.DisposeAsync();
            }

            await ledger.DisposeAsync();
        }

        await CheckAsync();
        if (dead.Count == 0)
        {
            foreach (var (day, amount) in spent)
            {
                (await store.SumsAsync(day, Token)).Day.ShouldBe(new LedgerSum(amount, amount));
            }
        }

    }

    private long SpentInMonthOf(DateOnly day)
        => spent.Where(each => (each.Key.Year, each.Key.Month) == (day.Year, day.Month)).Sum(each => each.Value);

    private static (Ledger Ledger, List<Reservation> Open) New(LedgerStore store, Func<LimitsBook> book, ManualTime time)
        => (LedgerTests.Create(store, book(), new SessionAddresses(), time), []);
}
