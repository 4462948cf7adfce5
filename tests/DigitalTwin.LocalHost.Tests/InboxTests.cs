using System.Text.Json;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>What visitors leave for the owner, with no model and no key: the whole way, offline.</summary>
public sealed class InboxTests : IAsyncLifetime
{
    private TwinHost host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TwinClient Client => host.Client;

    public async ValueTask InitializeAsync() => host = await TwinHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_visitor_leaves_a_message_with_their_consent()
    {
        var turn = await LeaveMessageAsync("Yes");
        turn.Text("reply").ShouldContain("left your message");
        var lead = (await InboxAsync("leads")).Single();
        (Text(lead, "name"), Text(lead, "contact"), Text(lead, "message"), Text(lead, "state"))
            .ShouldBe(("Bob", "bob@example.org", "Please call me.", "open"));
        Text(lead, "sessionId").ShouldBe(Client.SessionId);
        (await OwnerAsync(HttpMethod.Post, $"/api/owner/inbox/leads/{Text(lead, "id")}/close")).Text("state").ShouldBe("done");
        (await OwnerAsync(HttpMethod.Post, "/api/owner/inbox/leads/0000000000000000000-00000000/close")).Code.ShouldBe("item_not_found");
    }

    [Fact]
    public async Task A_message_is_left_with_one_form_and_a_question_meanwhile_is_answered()
    {
        var turn = await Client.ChatAsync("Leave a message");
        var form = turn.Json.GetProperty("clarification");
        form.GetProperty("fields").EnumerateArray().Select(field => field.GetString()).ShouldBe(["Name", "E-mail or phone", "Message"]);
        turn = await Client.ClarifyAsync(turn.Text("turnId"), "Who was your father?");
        turn.Text("reply").ShouldContain("Byron");
        turn.Json.GetProperty("clarification").GetProperty("fields").GetArrayLength().ShouldBe(3);
        turn = await Client.ClarifyAsync(turn.Text("turnId"), "Name: Bob\nE-mail or phone: tom at mail\nMessage: Please call me.\nToday?");
        turn.Json.GetProperty("clarification").GetProperty("question").GetString()!.ShouldStartWith("That is no e-mail address");
        turn = await Client.ClarifyAsync(turn.Text("turnId"), "bob@example.org");
        (await Client.ClarifyAsync(turn.Text("turnId"), "Yes")).Text("reply").ShouldContain("left your message");
        var lead = (await InboxAsync("leads")).Single();
        (Text(lead, "name"), Text(lead, "contact"), Text(lead, "message")).ShouldBe(("Bob", "bob@example.org", "Please call me.\nToday?"));
    }

    [Fact]
    public async Task A_lead_is_in_the_export_and_erased_from_the_disk_with_its_session()
    {
        await LeaveMessageAsync("Yes");
        await Client.ChatAsync("What is your favourite zzpizza?");
        using (var other = host.NewClient())
        {
            await other.ChatAsync("What is your favourite zzpizza?");
        }

        var session = Client.SessionId!;
        await Client.ChatAsync("I would like to leave another message.");
        var export = (await Client.GetAsync($"/api/sessions/{session}/export")).Json;
        export.GetProperty("leads")[0].GetProperty("contact").GetString().ShouldBe("bob@example.org");
        export.GetProperty("questions")[0].GetProperty("question").GetString()!.ShouldContain("zzpizza");
        export.GetProperty("openTurns")[0].GetProperty("message").GetString().ShouldBe("I would like to leave another message.");
        (await Client.SendAsync(HttpMethod.Delete, $"/api/sessions/{session}")).Status.ShouldBe(204);
        DataOnDisk.FilesWith(host.DataPath, "bob@example.org").ShouldBeEmpty();
        DataOnDisk.FilesWith(host.DataPath, session).ShouldBeEmpty();

        (await InboxAsync("questions")).Single().GetProperty("question").GetString()!.ShouldContain("zzpizza");
    }

    [Fact]
    public async Task A_visitor_who_watches_a_waiting_turn_does_not_hold_up_a_stop()
    {
        var asked = await Client.ChatAsync("I would like to leave a message.");
        Task? stopping = null;
        await foreach (var next in Client.ReplayAsync(asked.Text("turnId")))
        {
            // The last that comes: from here on the visitor's stream is open and silent.
            stopping = next.Type == "waiting" ? host.StopAsync() : stopping;
        }

        await stopping.ShouldNotBeNull().WaitAsync(TimeSpan.FromSeconds(10), Token);
    }

    [Fact]
    public async Task A_session_is_there_as_soon_as_its_first_turn_waits()
    {
        await Client.ChatAsync("I would like to leave a message.");
        (await Client.GetAsync($"/api/sessions/{Client.SessionId}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_message_without_consent_is_not_kept()
    {
        (await LeaveMessageAsync("No")).Text("reply").ShouldContain("passed nothing on");
        (await InboxAsync("leads")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_open_question_is_answered_once_and_known_from_then_on()
    {
        (await Client.ChatAsync("What is your favourite pizza?")).Text("reply").ShouldContain("I don't know");
        using var other = host.NewClient();
        await other.ChatAsync("Which pizza is your favourite?");
        var question = (await InboxAsync("questions")).Single();
        question.GetProperty("count").GetInt32().ShouldBe(2);
        question.GetProperty("asked").EnumerateArray().Select(asked => Text(asked, "sessionId"))
            .ShouldBe([Client.SessionId!, other.SessionId!]);

        var path = $"/api/owner/inbox/questions/{Text(question, "id")}/answer";
        (await OwnerAsync(HttpMethod.Post, path, new { answer = "" })).Code.ShouldBe("message_empty");
        var asked = await OwnerAsync(HttpMethod.Post, path, new { answer = "Margherita." });
        (asked.Code, asked.Text("detail").Contains("everybody can read", StringComparison.Ordinal)).ShouldBe(("invalid_field", true));
        (await OwnerAsync(HttpMethod.Post, path,
            new { answer = "Margherita.\n# Not a heading", question = "What is your favourite pizza?" }))
            .Text("factId").ShouldBe("what-is-your-favourite-pizza");
        var reply = await Client.ChatAsync("What is your favourite pizza?");
        reply.Text("reply").ShouldStartWith("Margherita.");
        Text(reply.Json.GetProperty("citations")[0], "id").ShouldBe("what-is-your-favourite-pizza");
        (await OwnerAsync(HttpMethod.Post, path, new { answer = "Again.", question = "Pizza?" })).Code.ShouldBe("item_closed");
        (await Client.ChatAsync("Who was your father?")).Text("reply").ShouldContain("Byron");
    }

    [Fact]
    public async Task A_question_can_be_left_unanswered()
    {
        await Client.ChatAsync("What is your favourite pizza?");
        var id = Text((await InboxAsync("questions")).Single(), "id");
        (await OwnerAsync(HttpMethod.Post, $"/api/owner/inbox/questions/{id}/dismiss")).Text("state").ShouldBe("dismissed");
    }

    [Fact]
    public async Task The_persons_own_words_appear_in_the_visitors_stream_and_in_the_history()
    {
        var asked = await Client.ChatAsync("Can I talk to a real person, please?");
        var turn = asked.Text("handOver");
        var handOver = (await InboxAsync("handOvers")).Single();
        Text(handOver, "turnId").ShouldBe(turn);

        // Asked twice, it is one request.
        (await Client.ChatAsync("I want to talk to a real person!")).Text("handOver").ShouldBe(turn);
        (await InboxAsync("handOvers")).ShouldHaveSingleItem();

        var following = Client.ReplayAsync(turn).ToListAsync(Token);
        var path = $"/api/owner/inbox/hand-overs/{Text(handOver, "id")}/reply";
        (await OwnerAsync(HttpMethod.Post, path, new { message = "It is me." })).Text("state").ShouldBe("done");
        var events = await following;
        events.Select(next => next.Type).ShouldBe(["turn.started", "status", "waiting", "delta", "usage", "turn.completed"]);
        Text(events[^1].Data, "reply").ShouldBe("It is me.");
        (await OwnerAsync(HttpMethod.Post, path, new { message = "Again." })).Code.ShouldBe("item_closed");
        var history = (await Client.GetAsync($"/api/sessions/{Client.SessionId}/messages")).Json.GetProperty("messages")
            .EnumerateArray().ToList();
        (Text(history[^1], "role"), Text(history[^1], "text")).ShouldBe(("owner", "It is me."));
    }

    [Fact]
    public async Task A_hand_over_waits_over_a_restart()
    {
        using var data = new TempFolder();
        string turn, ticket;
        await using (var first = await TwinHost.StartAsync(data: data.Path))
        {
            turn = (await first.Client.ChatAsync("Can I talk to a real person?")).Text("handOver");
            ticket = first.Client.Ticket!;
        }

        await using var second = await TwinHost.StartAsync(data: data.Path);
        second.Client.Ticket = ticket;
        (await second.Client.GetAsync($"/api/turns/{turn}")).Text("waitingFor").ShouldBe("owner");
        using var owner = new TwinClient(second.Address) { Ticket = "?" };
        await owner.GetAsync("/api/owner/inbox");
        owner.Ticket = await File.ReadAllTextAsync(Path.Combine(data.Path, "secrets", "owner-key"), Token);
        var id = Text((await owner.GetAsync("/api/owner/inbox")).Json.GetProperty("handOvers")[0], "id");
        (await owner.SendAsync(HttpMethod.Post, $"/api/owner/inbox/hand-overs/{id}/reply", TwinClient.Json(new { message = "Back." })))
            .Status.ShouldBe(200);
        (await second.Client.ReplayAsync(turn).ToListAsync(Token))[^1].Type.ShouldBe("turn.completed");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("wrong")]
    public async Task The_inbox_admits_only_the_owner(string? key)
    {
        using var stranger = new TwinClient(host.Address) { Ticket = key is { Length: 0 } ? null : key };
        foreach (var path in new[] { "/api/owner/inbox", "/api/owner/approvals" })
        {
            var answer = await stranger.GetAsync(path);
            (answer.Status, answer.Code).ShouldBe((401, "owner_key_invalid"));
        }

        await Client.ChatAsync("Hello");
        (await Client.GetAsync("/api/owner/inbox")).Code.ShouldBe("owner_key_invalid");
    }

    [Fact]
    public async Task A_persona_outside_of_the_store_cannot_be_edited_here()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "me.md");
        await File.WriteAllTextAsync(file, "# Sam\n\nI make chairs.", Token);
        await using var own = await TwinHost.StartAsync([$"Persona:Path={file}"]);
        await own.Client.ChatAsync("What is your favourite pizza?");
        using var owner = await own.NewOwnerAsync();
        var id = Text((await owner.GetAsync("/api/owner/inbox")).Json.GetProperty("questions")[0], "id");
        (await owner.SendAsync(
            HttpMethod.Post, $"/api/owner/inbox/questions/{id}/answer", TwinClient.Json(new { answer = "x", question = "y" })))
            .Code.ShouldBe("persona_not_editable");
        (await File.ReadAllTextAsync(file, Token)).ShouldBe("# Sam\n\nI make chairs.");
    }

    private async Task<Answer> LeaveMessageAsync(string consent)
    {
        var turn = await Client.ChatAsync("I would like to leave a message.");
        foreach (var answer in new[] { "Bob", "bob@example.org", "Please call me." })
        {
            turn = await Client.ClarifyAsync(turn.Text("turnId"), answer);
            turn.Text("waitingFor").ShouldBe("visitor");
        }

        turn.Json.GetProperty("clarification").GetProperty("question").GetString()!.ShouldContain("bob@example.org");
        return await Client.ClarifyAsync(turn.Text("turnId"), consent);
    }

    private async Task<List<JsonElement>> InboxAsync(string part)
    {
        using var owner = await host.NewOwnerAsync();
        return [.. (await owner.GetAsync("/api/owner/inbox")).Json.GetProperty(part).EnumerateArray()];
    }

    private async Task<Answer> OwnerAsync(HttpMethod method, string path, object? body = null)
    {
        using var owner = await host.NewOwnerAsync();
        return await owner.SendAsync(method, path, body is null ? null : TwinClient.Json(body));
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
