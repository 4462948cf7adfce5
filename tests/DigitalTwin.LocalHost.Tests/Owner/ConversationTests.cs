using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Owner;

/// <summary>The owner's lists of conversations, and the person in one.</summary>
public sealed class ConversationTests : OwnerTest
{
    [Fact]
    public async Task Conversations_are_listed_read_named_and_gone()
    {
        var turn = await Visitor.ChatAsync("Who taught you mathematics?");
        using var other = Host.NewClient();
        await other.ChatAsync("Do you have a dog?");
        var all = await ListAsync("", found => found.Count == 2);
        all[0].GetProperty("firstMessage").GetString().ShouldBe("Do you have a dog?");
        (await ListAsync("?state=unanswered", found => found.Count == 1))[0].GetProperty("sessionId").GetString().ShouldBe(other.SessionId);
        (await ListAsync("?q=MATHEMATICS", found => found.Count == 1)).Single().GetProperty("turns").GetInt32().ShouldBe(1);
        (await ListAsync("?kind=questions", found => found.Count == 1))[0].GetProperty("sessionId").GetString().ShouldBe(other.SessionId);
        await ListAsync("?from=2020-01-01&until=2020-12-31", found => found.Count == 0);
        var one = await Owner.GetAsync($"{Conversations}/{Visitor.SessionId}");
        one.Json.GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("role").GetString())
            .ShouldBe(["user", "assistant"]);
        var stored = await Owner.GetAsync($"{Conversations}/{Visitor.SessionId}/turns/{turn.Text("turnId")}");
        (stored.Text("model"), stored.Text("reply")).ShouldBe(("offline", turn.Text("reply")));
        var named = await Owner.SendAsync(HttpMethod.Patch, $"{Conversations}/{Visitor.SessionId}",
            TwinClient.Json(new { title = "Maths" }));
        named.Text("title").ShouldBe("Maths");
        await ListAsync("?q=maths", found => found.Any(each => each.TryGetProperty("title", out var title) && title
            .GetString() == "Maths"));
        (await Owner.SendAsync(HttpMethod.Delete, $"{Conversations}/{Visitor.SessionId}")).Status.ShouldBe(204);
        await ListAsync("", found => found.Count == 1);
        (await Owner.GetAsync($"{Conversations}/{Visitor.SessionId}")).Code.ShouldBe("session_not_found");
    }

    [Fact]
    public async Task A_visitor_says_their_language_once()
    {
        await Visitor.ChatAsync("Hello");
        var path = $"/api/sessions/{Visitor.SessionId}";
        var changed = await Visitor.SendAsync(HttpMethod.Patch, path, TwinClient.Json(new { locale = "pt-BR", title = "Olá" }));
        (changed.Text("locale"), changed.Text("title")).ShouldBe(("pt-BR", "Olá"));
        (await Visitor.GetAsync(path)).Text("locale").ShouldBe("pt-BR");
        await ListAsync("?locale=pt", found => found.Count == 1);
        (await Visitor.SendAsync(HttpMethod.Patch, path, TwinClient.Json(new { locale = "not a tag" }))).Code.ShouldBe("invalid_field");
        (await Visitor.SendAsync(HttpMethod.Patch, path, TwinClient.Json(new { title = new string('x', 121) })))
            .Code.ShouldBe("invalid_field");
        (await Visitor.SendAsync(HttpMethod.Patch, path, TwinClient.Json(
            new { locale = "", title = "" }))).Json.TryGetProperty("title", out _)
            .ShouldBeFalse();

        // One in which nothing was said yet is named, and gone, like any other.
        using var silent = Host.NewClient();
        await silent.SendAsync(HttpMethod.Post, "/api/sessions");
        var other = $"/api/sessions/{silent.SessionId}";
        await silent.SendAsync(HttpMethod.Patch, other, TwinClient.Json(new { title = "silent" }));
        await ListAsync("?q=silent", found => found.Count == 1);
        (await silent.SendAsync(HttpMethod.Delete, other)).Status.ShouldBe(204);
        await ListAsync("?q=silent", found => found.Count == 0);
        (await Host.NewClient().SendAsync(HttpMethod.Patch, path, TwinClient.Json(new { title = "x" }))).Code.ShouldBe("ticket_missing");
    }

    [Theory]
    [InlineData("?state=open", "invalid_parameter")]
    [InlineData("?kind=lead", "invalid_parameter")]
    [InlineData("?from=yesterday", "invalid_parameter")]
    [InlineData("?limit=101", "invalid_parameter")]
    [InlineData("?before=../x", "invalid_parameter")]
    [InlineData("/none", "session_not_found")]
    [InlineData("/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "session_not_found")]
    [InlineData("/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/turns/none", "turn_not_found")]
    public async Task What_is_not_right_is_told(string path, string code) => (await Owner.GetAsync(Conversations + path))
        .Code.ShouldBe(code);

    [Fact]
    public async Task While_the_person_is_in_the_twin_is_silent_until_it_is_handed_back()
    {
        await Visitor.ChatAsync("Hello");
        var here = $"{Conversations}/{Visitor.SessionId}";
        (await PostAsync($"{here}/join")).Json.GetProperty("isPersonHere").GetBoolean().ShouldBeTrue();
        (await Visitor.GetAsync($"/api/sessions/{Visitor.SessionId}")).Json.GetProperty("isPersonHere").GetBoolean().ShouldBeTrue();
        var asked = await Visitor.ChatAsync("Who taught you mathematics?");
        (asked.Status, asked.Text("waitingFor"), asked.Text("reply")).ShouldBe((202, "owner", ""));
        await ListAsync("?state=waiting", found => found.Count == 1);
        await UntilAsync(() => NoticesAsync("conversation.message"), found => found.Count == 1);
        var events = Visitor.ReplayAsync(asked.Text("turnId")).ToListAsync(Token).AsTask();
        (await PostAsync($"{here}/messages", new { text = "It was De Morgan.", messageId = "m/1" })).Code.ShouldBe("invalid_field");
        var said = await PostAsync($"{here}/messages", new { text = "It was De Morgan. Why?", messageId = "m1" });
        said.Text("message").ShouldBe(asked.Text("turnId"));
        var seen = await events;
        seen.Select(each => each.Type).ShouldContain("hand_over");
        (seen[^1].Data.GetProperty("reply").GetString(), seen[^1].Data.GetProperty("aiGenerated").GetBoolean())
            .ShouldBe(("It was De Morgan. Why?", false));

        (await PostAsync($"{here}/messages", new { text = "It was De Morgan. Why?", messageId = "m1" })).Text("message")
            .ShouldBe(asked.Text("turnId"), "said twice, it is said once");

        // What the person says next comes in the turn that the page was told of.
        var next = Visitor.ReplayAsync(said.Text("next")).ToListAsync(Token).AsTask();
        await PostAsync($"{here}/messages", new { text = "Are you a student?", messageId = "m2" });
        (await next)[^1].Data.GetProperty("reply").GetString().ShouldBe("Are you a student?");

        // What waits when it is handed back, the twin answers; then it answers by itself.
        var left = await Visitor.ChatAsync("Who was your father?");
        left.Status.ShouldBe(202);
        (await PostAsync($"{here}/leave")).Status.ShouldBe(204);
        var answered = await UntilAsync(
            () => Visitor.GetAsync($"/api/turns/{left.Text("turnId")}"), answer => answer.Text("status") == "completed");
        (answered.Text("reply").Contains("Byron", StringComparison.Ordinal), answered.Json.GetProperty("aiGenerated").GetBoolean())
            .ShouldBe((true, true));
        (await Visitor.ChatAsync("Who taught you mathematics?")).Text("reply").ShouldContain("De Morgan");
        await ListAsync("?state=waiting", found => found.Count == 0);
        var roles = (await Visitor.GetAsync($"/api/sessions/{Visitor.SessionId}/messages")).Json.GetProperty("messages").EnumerateArray()
            .Select(message => message.GetProperty("role").GetString());
        roles.ShouldBe(["user", "assistant", "user", "owner", "owner", "user", "assistant", "user", "assistant"]);
    }

    [Fact]
    public async Task The_owner_says_something_without_coming_in_and_a_wish_for_them_is_dealt_with_by_it()
    {
        var asked = await Visitor.ChatAsync("Can I talk to Ada herself, please?");
        var here = $"{Conversations}/{Visitor.SessionId}";
        (await PostAsync($"{here}/messages", new { text = "Here I am." })).Text("message").ShouldBe(asked.Text("handOver"));
        (await Owner.GetAsync("/api/owner/inbox?kind=hand-overs")).Json.GetProperty("handOvers")[0].GetProperty("state").GetString()
            .ShouldBe("done");
        var first = await PostAsync($"{here}/messages", new { text = "One more thing.", messageId = "once" });
        (await PostAsync($"{here}/messages", new { text = "One more thing.", messageId = "once" })).Text("message")
            .ShouldBe(first.Text("message"));
        (await Visitor.GetAsync($"/api/sessions/{Visitor.SessionId}/messages")).Json.GetProperty("messages").GetArrayLength().ShouldBe(4);
        (await Visitor.ChatAsync("Who was your father?")).Text("reply").ShouldContain("Byron");
        (await PostAsync($"{Conversations}/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/messages", new { text = "x" }))
            .Code.ShouldBe("session_not_found");
        (await PostAsync($"{Conversations}/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/join")).Code.ShouldBe("session_not_found");
    }

    [Fact]
    public async Task Short_messages_in_a_row_are_one_turn()
    {
        await using var model = await ModelServer.StartAsync();
        var (first, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        model.Then(async (http, request) =>
        {
            first.SetResult();
            await go.Task.WaitAsync(http.RequestAborted);
            await ModelServer.Reply("Too early")(http, request);
        }).Then(ModelServer.Reply("To both of you: yes."));
        await using var twin = await TwinHost.StartAsync(model);
        await twin.Client.SendAsync(HttpMethod.Post, "/api/sessions");
        var one = twin.Client.ChatAsync("Hi", "m1");
        await first.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        var two = await twin.Client.ChatAsync("are you there?", "m2");
        two.Text("reply").ShouldBe("To both of you: yes.");
        var joined = await one;
        (joined.Text("status"), joined.Text("reply"), joined.Text("answeredIn")).ShouldBe(("completed", "", two.Text("turnId")));
        model.Requests.Last().Texts("user").ShouldContain(text => text.Contains("Hi", StringComparison.Ordinal));
        var messages = (await twin.Client.GetAsync($"/api/sessions/{twin.Client.SessionId}/messages")).Json.GetProperty("messages");
        messages.EnumerateArray().Select(message => message.GetProperty("role").GetString()).ShouldBe(["user", "user", "assistant"]);
        go.SetResult();
    }
}
