using System.Text;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Offerings;

/// <summary>What the owner offers, over HTTP: searched as a turn, asked for in the chat, written by the owner.</summary>
public sealed class SearchTests
{
    private const string Catalog = """
        id;title;kind;price;currency;per;place;colour;description
        blue-print;Blue print of the loom;print;8.50;GBP;;London;blue;A print on thick paper, hand-pulled.
        large-print;Large blue print of the mill;print;18;GBP;;London;blue;A print as wide as a door.
        calculus;A lesson in the calculus;lesson;2.50;GBP;hour;Ockham;;One hour with pencil and paper, for beginners.
        talk;A talk on engines;talk;;;;London;;An evening on what engines can and cannot do.
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_limit_in_money_and_a_place_are_met_and_the_reply_has_cards_with_prices()
    {
        await using var twin = await StartAsync();
        var found = await SearchAsync(twin, new { query = "a blue print under 10 pounds" });
        found.Text("status").ShouldBe("completed");
        var cards = found.Json.GetProperty("offerings").EnumerateArray().ToList();
        cards.Select(card => card.GetProperty("id").GetString()).ShouldContain("blue-print");
        cards.Select(card => card.GetProperty("id").GetString()).ShouldNotContain("large-print");
        found.Text("reply").ShouldContain("8.50 GBP");
        found.Json.GetProperty("citations")[0].GetProperty("id").GetString().ShouldBe("blue-print");
        (await SearchAsync(twin, new { query = "a lesson in London", limit = 1 })).Text("reply").ShouldNotContain("calculus");
        (await SearchAsync(twin, new { query = "xylophone" })).Json.TryGetProperty("offerings", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task The_states_are_seen_in_their_order_with_one_question_at_most()
    {
        await using var twin = await StartAsync();
        var events = new List<SseEvent>();
        await foreach (var next in twin.Client.StreamSearchAsync("I am looking for something"))
        {
            events.Add(next);
            if (next.Type == "waiting")
            {
                var turn = events[0].Data.GetProperty("turnId").GetString()!;
                next.Data.GetProperty("for").GetString().ShouldBe("visitor");
                (await twin.Client.GetAsync($"/api/turns/{turn}")).Text("status").ShouldBe("clarification");
                _ = twin.Client.ClarifyAsync(turn, "lesson");
            }
        }

        events.Where(each => each.Type == "status").Select(each => each.Data.GetProperty("status").GetString())
            .ShouldBe(["initial", "requirement_building", "clarification", "searching", "ranking"]);
        events.Count(each => each.Type == "clarification").ShouldBe(1);
        events[^1].Data.GetProperty("offerings")[0].GetProperty("id").GetString().ShouldBe("calculus");
        events[^1].Data.GetProperty("status").GetString().ShouldBe("completed");
    }

    [Fact]
    public async Task A_picture_that_no_model_sees_is_said_to_be_unseen()
    {
        await using var twin = await StartAsync();
        var picture = new { mediaType = "image/png", data = Pictures.Png };
        var found = await SearchAsync(twin, new { query = "a print like this", attachments = new[] { picture } });
        found.Text("reply").ShouldStartWith("I cannot look at pictures here");
    }

    [Fact]
    public async Task In_the_chat_a_need_is_answered_with_cards()
    {
        await using var twin = await StartAsync();
        var events = await twin.Client.StreamChatAsync("I am looking for a lesson in the calculus").ToListAsync(Token);
        events.Select(each => each.Type).ShouldContain("offerings");
        events[^1].Data.GetProperty("offerings")[0].GetProperty("id").GetString().ShouldBe("calculus");
        events[^1].Data.GetProperty("reply").GetString()!.ShouldContain("2.50 GBP per hour");
    }

    [Fact]
    public async Task A_broken_file_is_refused_with_its_line_and_nothing_is_lost()
    {
        await using var twin = await StartAsync();
        using var owner = await twin.NewOwnerAsync();
        var refused = await PutAsync(owner, "shop.csv", "title;price\nA thing;cheap\n");
        (refused.Status, refused.Code).ShouldBe((400, "offerings_unreadable"));
        refused.Text("detail").ShouldContain("Row 2");
        (await owner.GetAsync("/api/owner/offerings")).Json.GetProperty("available").GetInt32().ShouldBe(4);
        (await twin.Client.GetAsync("/api/offerings/blue-print")).Json.GetProperty("price").GetDecimal().ShouldBe(8.5m);
        (await twin.Client.GetAsync("/api/offerings/none")).Code.ShouldBe("offering_not_found");
        (await owner.SendAsync(HttpMethod.Delete, "/api/owner/offerings/shop.csv")).Status.ShouldBe(204);
        (await owner.GetAsync("/api/owner/offerings")).Json.GetProperty("available").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task With_a_model_needs_are_understood_and_ranked_and_what_it_makes_up_is_left_out()
    {
        await using var model = await ModelServer.StartAsync();
        await using var twin = await StartAsync(model);
        model.Then(ModelServer.Reply("""Sure: {"what": "print wall picture", "kind": "print", "maxPrice": "20", "currency": "GBP"}"""));
        model.Then(ModelServer.Reply(
            """{"ranking": [{"id": "large-print", "reason": "fills a wall"}, {"id": "made-up", "reason": "x"}]}"""));
        var found = await SearchAsync(twin, new { query = "something for a bare wall" });
        found.Json.GetProperty("offerings").EnumerateArray().Select(card => card.GetProperty("id").GetString()).ShouldBe(["large-print"]);
        found.Text("reply").ShouldContain("fills a wall");
        found.Text("reply").ShouldContain("18 GBP");
        model.Otherwise = ModelServer.Fail(503);
        var without = await SearchAsync(twin, new { query = "a blue print" });
        without.Json.GetProperty("degraded").GetBoolean().ShouldBeTrue();
        without.Json.GetProperty("offerings").GetArrayLength().ShouldBeGreaterThan(0);
    }

    private static async Task<TwinHost> StartAsync(ModelServer? model = null)
    {
        var twin = model is null ? await TwinHost.StartAsync() : await TwinHost.StartAsync(model);
        using var owner = await twin.NewOwnerAsync();
        (await PutAsync(owner, "shop.csv", Catalog)).Json.GetProperty("offerings").GetInt32().ShouldBe(4);
        return twin;
    }

    private static Task<Answer> SearchAsync(TwinHost twin, object request)
        => twin.NewClient().SendAsync(HttpMethod.Post, "/api/search", TwinClient.Json(request));

    private static Task<Answer> PutAsync(TwinClient owner, string name, string file)
        => owner.SendAsync(HttpMethod.Put, $"/api/owner/offerings/{name}", new ByteArrayContent(Encoding.UTF8.GetBytes(file)));
}
