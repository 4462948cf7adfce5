using DigitalTwin.Hosting;
using DigitalTwin.Rates;
using DigitalTwin.Tests.Storage;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Tests.Rates;

/// <summary>How much is taken from whom, in one process and over several.</summary>
public sealed class RateLimitsTests : RowStoreTest
{
    public static TheoryData<string, string, int> Limits() => new()
    {
        { nameof(RateKind.Request), "session-requests", 100 },
        { nameof(RateKind.Turn), "session-turns", 10 },
        { nameof(RateKind.Session), "address-sessions", 30 },
        { nameof(RateKind.Speech), "address-speech", 60 },
        { nameof(RateKind.Picture), "address-pictures", 60 },
        { nameof(RateKind.Lead), "address-leads", 10 },
        { nameof(RateKind.Question), "address-questions", 60 },
        { nameof(RateKind.HandOver), "address-hand-overs", 10 },
        { nameof(RateKind.Rating), "address-ratings", 120 },
        { nameof(RateKind.Program), "program-requests", 600 },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public async Task One_client_gets_so_much_and_another_one_as_much(string kind, string policy, int most)
    {
        var limits = Create(new RatesOptions());
        (await TakeAsync(limits, Enum.Parse<RateKind>(kind), new RateClient(1, 1), most + 5)).ShouldBe(most);
        (await TakeAsync(limits, Enum.Parse<RateKind>(kind), new RateClient(2, 2), 1)).ShouldBe(1);
        var refused = await Should.ThrowAsync<ProblemException>(
            async () => await limits.TakeAsync(Enum.Parse<RateKind>(kind), new RateClient(1, 1), Token));
        (refused.Problem, refused.Policy!.Name, refused.Policy.Most).ShouldBe((Problems.RateLimited, policy, most));
        refused.RetryAfter!.Value.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Fact]
    public async Task Sessions_of_one_address_share_its_turns()
    {
        var limits = Create(new RatesOptions());
        var taken = 0;
        for (UInt128 session = 1; session <= 20; session++)
        {
            taken += await TakeAsync(limits, RateKind.Turn, new RateClient(session, 9), 10);
        }

        taken.ShouldBe(60);
    }

    [Fact]
    public async Task Where_many_addresses_send_each_has_its_share()
    {
        var (limits, taken) = (Create(new RatesOptions { Turns = 600 }), 0);
        for (var round = 0; round < 60; round++)
        {
            for (UInt128 address = 1; address <= 100; address++)
            {
                taken += await TakeAsync(limits, RateKind.Turn, new RateClient((address * 1_000) + (UInt128)round, address), 1);
            }
        }

        taken.ShouldBeInRange(600, 700);
        (await TakeAsync(limits, RateKind.Turn, new RateClient(5_000_000, 500), 10)).ShouldBe(5);
    }

    [Fact]
    public async Task All_together_leave_so_many_messages()
    {
        var (limits, taken) = (Create(new RatesOptions()), 0);
        for (UInt128 address = 1; address <= 1_040; address++)
        {
            taken += await TakeAsync(limits, RateKind.Lead, new RateClient(address, address), 1);
        }

        taken.ShouldBe(300);
    }

    [Fact]
    public async Task A_day_has_its_limit_of_new_sessions_too()
    {
        var (limits, taken) = (Create(new RatesOptions()), 0);
        for (var minute = 0; minute < 20; minute++)
        {
            taken += await TakeAsync(limits, RateKind.Session, new RateClient(0, 3), 25);
            Time.Advance(TimeSpan.FromMinutes(2));
        }

        taken.ShouldBe(200);
    }

    [Fact]
    public async Task Without_rates_nothing_is_refused()
        => (await TakeAsync(Create(new RatesOptions { Enabled = false }), RateKind.Lead, new RateClient(1, 1), 100)).ShouldBe(100);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task Over_several_instances_the_limit_holds_but_for_a_quarter_of_each(int instances)
    {
        var all = Enumerable.Range(0, instances).Select(_ => Create(new RatesOptions(), shared: true)).ToList();
        var taken = 0;
        for (var i = 0; i < 400; i++)
        {
            taken += await TakeAsync(all[i % instances], RateKind.Request, new RateClient(1, 1), 1);
        }

        taken.ShouldBeInRange(100, 100 + (25 * instances));
    }

    [Fact]
    public async Task An_honest_client_costs_no_round_trip_and_a_refused_one_no_further()
    {
        var limits = Create(new RatesOptions(), shared: true);
        await TakeAsync(limits, RateKind.Request, new RateClient(1, 1), 20);
        (Rows.Reads, Rows.Writes).ShouldBe((0, 0));
        await TakeAsync(limits, RateKind.Request, new RateClient(1, 1), 400);
        var (reads, writes) = (Rows.Reads, Rows.Writes);
        await TakeAsync(limits, RateKind.Request, new RateClient(1, 1), 400);
        (Rows.Reads, Rows.Writes).ShouldBe((reads, writes));
    }

    [Fact]
    public async Task A_store_that_fails_opens_no_door()
    {
        var limits = Create(new RatesOptions(), shared: true);
        Rows.BeforeWrite = () => throw new IOException("gone");
        (await TakeAsync(limits, RateKind.Request, new RateClient(1, 1), 400)).ShouldBe(25);
    }

    [Fact]
    public async Task A_quota_outlives_a_restart()
    {
        var taken = 0;
        for (var start = 0; start < 2; start++)
        {
            var limits = Create(new RatesOptions());
            for (var i = 0; i < 200; i++)
            {
                try
                {
                    await limits.TakeQuotaAsync(5, 100, Token);
                    taken++;
                }
                catch (ProblemException)
                {
                    // It is used up.
                }
            }
        }

        taken.ShouldBeInRange(100, 150);
    }

    private RateLimits Create(RatesOptions options, bool shared = false)
        => new(Options.Create(options), new SharedRates(Rows, new RateSharing(shared), Time), Time);

    private static async Task<int> TakeAsync(RateLimits limits, RateKind kind, RateClient client, int times)
    {
        var taken = 0;
        for (var i = 0; i < times; i++)
        {
            try
            {
                await limits.TakeAsync(kind, client, Token);
                taken++;
            }
            catch (ProblemException refused) when (refused.Problem == Problems.RateLimited)
            {
                // It is one too many.
            }
        }

        return taken;
    }
}
