using DigitalTwin.Storage;
using DigitalTwin.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.LocalHost.Tests.Owner;

/// <summary>What the console has to know, and what visitors did.</summary>
public sealed class InsightTests : OwnerTest
{
    private CountingRowStore rows = null!;

    protected override Task<TwinHost> StartAsync() => TwinHost.StartAsync(configure: services =>
    {
        var own = services.Last(each => each.ServiceType == typeof(IRowStore));
        services.AddSingleton<IRowStore>(all => rows = new CountingRowStore((IRowStore)own.ImplementationFactory!(all)));
    });

    [Fact]
    public async Task Visitors_are_counted_by_day_language_topic_and_opinion()
    {
        string[] locales = ["de", "de-AT", "pt-BR"];
        foreach (var locale in locales)
        {
            using var visitor = Host.NewClient();
            var body = TwinClient.Json(new { message = "Who taught you mathematics?", locale });
            var turn = await visitor.SendAsync(HttpMethod.Post, "/api/chat", body);
            visitor.Ticket = turn.Text("ticket");
            var rating = TwinClient.Json(new { rating = locale == "de" ? "up" : "down" });
            (await visitor.SendAsync(HttpMethod.Post, $"/api/turns/{turn.Text("turnId")}/feedback", rating)).Status.ShouldBe(204);
        }

        await Visitor.ChatAsync("Do you own a steam locomotive?");
        await ListAsync("", found => found.Count == 4);
        await ListAsync("?state=unanswered", found => found.Count == 1);
        var view = (await Owner.GetAsync("/api/owner/insight")).Json;
        var days = view.GetProperty("days").EnumerateArray().ToList();
        days.Count.ShouldBe(30);
        int Sum(string name) => days.Sum(day => day.GetProperty(name).GetInt32());
        (Sum("visitors"), Sum("questions"), Sum("unanswered")).ShouldBe((4, 4, 1));
        Count(view, "languages", "de").ShouldBe(2);
        Count(view, "languages", "pt").ShouldBe(1);
        view.GetProperty("topics").GetArrayLength().ShouldBeGreaterThan(0);
        (view.GetProperty("up").GetInt32(), view.GetProperty("down").GetInt32(), view.GetProperty("isPartial").GetBoolean())
            .ShouldBe((1, 2, false));
        var past = (await Owner.GetAsync("/api/owner/insight?from=2020-01-01&until=2020-01-07")).Json.GetProperty("days");
        past.EnumerateArray().Select(day => day.GetProperty("visitors").GetInt32()).ShouldBe([0, 0, 0, 0, 0, 0, 0]);

        // A page of conversations, one of open ratings and one of closed ones. What runs beside may read, too, but not each time.
        var reads = new List<int>();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var before = rows.Reads;
            await Owner.GetAsync("/api/owner/insight");
            reads.Add(rows.Reads - before);
        }

        reads.Min().ShouldBeLessThanOrEqualTo(4);
    }

    [Theory]
    [InlineData("from=2026-02-30")]
    [InlineData("from=yesterday")]
    [InlineData("from=2026-02-02&until=2026-02-01")]
    [InlineData("from=2020-01-01&until=2026-01-01")]
    [InlineData("until=0001-01-01")]
    public async Task A_range_that_is_none_is_refused(string query)
        => (await Owner.GetAsync($"/api/owner/insight?{query}")).Code.ShouldBe("invalid_parameter");

    [Fact]
    public async Task The_console_knows_how_the_twin_is_set_up_and_the_door_says_whether_it_is_claimed()
    {
        var view = (await Owner.GetAsync("/api/owner/console")).Json;
        (view.GetProperty("live").GetString(), view.GetProperty("isEditable").GetBoolean(), view.GetProperty("provider").GetString())
            .ShouldBe(("stream", true, "offline"));
        (await Visitor.GetAsync("/api/owner/console")).Status.ShouldBe(401);
        (await Visitor.GetAsync("/api/auth")).Json.ToString().ShouldBe("""{"isClaimed":false}""");
        await PostAsync("/api/auth/register", new { email = "sam@example.org", password = "correct horse battery" });
        (await Visitor.GetAsync("/api/auth")).Json.ToString().ShouldBe("""{"isClaimed":true}""");
    }

    private static int Count(System.Text.Json.JsonElement view, string list, string name)
        => view.GetProperty(list).EnumerateArray().Single(each => each.GetProperty("name").GetString() == name)
            .GetProperty("count").GetInt32();
}
