using System.Net;
using System.Text.Json;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>The chat as its clients meet it: real Kestrel, real files, the offline model.</summary>
public sealed class ChatTests : IAsyncLifetime
{
    private TwinHost host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TwinClient Client => host.Client;

    public async ValueTask InitializeAsync() => host = await TwinHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task The_twin_answers_from_its_persona_with_citations_that_match()
    {
        var answer = await Client.ChatAsync("What did you write about the Analytical Engine?");
        answer.Status.ShouldBe(200);
        answer.Text("status").ShouldBe("completed");
        answer.Text("model").ShouldBe("offline");
        answer.Json.GetProperty("degraded").GetBoolean().ShouldBeFalse();
        answer.Text("reply").ShouldContain("In the Notes I explain how the Analytical Engine differs");
        answer.Text("reply").ShouldContain("[1]");
        var citation = answer.Json.GetProperty("citations").EnumerateArray().ShouldHaveSingleItem();
        citation.GetProperty("id").GetString().ShouldBe("writings");
        var persona = System.Text.Encoding.UTF8.GetString(DigitalTwin.Personas.SamplePersona.ReadBytes());
        persona.ReplaceLineEndings(" ").Replace("*", "", StringComparison.Ordinal)
            .ShouldContain(citation.GetProperty("quote").GetString()!);
        answer.Json.GetProperty("usage").GetProperty("inputTokens").GetInt64().ShouldBe(0);
        foreach (var name in new[] { "sessionId", "ticket", "turnId", "messageId" })
        {
            answer.Text(name).ShouldNotBeNullOrEmpty();
        }
    }

    [Fact]
    public async Task A_question_about_nothing_written_is_answered_with_not_knowing()
    {
        var answer = await Client.ChatAsync("What is your favourite pizza?");
        answer.Text("reply").ShouldStartWith("I don't know");
        answer.Json.GetProperty("citations").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_refusal_suggests_questions_that_are_answered_in_JSON_and_in_events()
    {
        var answer = await Client.ChatAsync("What is your favourite pizza?");
        var suggestions = answer.Json.GetProperty("suggestions").EnumerateArray().Select(each => each.GetString()!).ToList();
        suggestions.Count.ShouldBeInRange(2, 4);
        suggestions[^1].ShouldBe("Leave a message");
        foreach (var suggestion in suggestions.SkipLast(1))
        {
            var next = await Client.ChatAsync(suggestion);
            next.Json.GetProperty("citations").GetArrayLength().ShouldBeGreaterThan(0, suggestion);
            next.Json.TryGetProperty("suggestions", out _).ShouldBeFalse(suggestion);
        }

        var events = await Client.StreamChatAsync("Was ist Ihre Lieblingspizza?").ToListAsync(Token);
        events[^1].Data.GetProperty("reply").GetString()!.ShouldContain("Meine Notizen gibt es nur auf English");
        events[^1].Data.GetProperty("suggestions").EnumerateArray().Last().GetString().ShouldBe("Eine Nachricht hinterlassen");
    }

    [Theory]
    [InlineData("asdf asdf")]
    [InlineData("What is 17 times 23?")]
    [InlineData("you're a useless robot")]
    [InlineData("Who won the World Cup in 1998?")]
    [InlineData("Merci beaucoup !")]
    public async Task Noise_is_not_noted_for_the_owner(string message)
    {
        await Client.ChatAsync(message);
        using var owner = await host.NewOwnerAsync();
        (await owner.GetAsync("/api/owner/inbox")).Json.GetProperty("questions").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task As_events_a_turn_starts_streams_cites_and_completes()
    {
        var events = await Client.StreamChatAsync("Who was Mary Somerville?").ToListAsync(Token);
        events.Select(each => each.Type).Distinct().ShouldBe(["turn.started", "status", "delta", "citation", "usage", "turn.completed"]);
        var (started, completed) = (events[0].Data, events[^1].Data);
        var turnId = started.GetProperty("turnId").GetString();
        events.Select(each => each.Id).ShouldBe(Enumerable.Range(1, events.Count).Select(i => $"{turnId}:{i}"));
        foreach (var name in new[] { "sessionId", "ticket", "ticketExpiresAt", "turnId", "messageId" })
        {
            completed.GetProperty(name).ToString().ShouldBe(started.GetProperty(name).ToString());
        }

        string.Concat(events.Where(each => each.Type == "delta").Select(each => each.Data.GetProperty("text").GetString()))
            .ShouldBe(completed.GetProperty("reply").GetString());
        var citation = events.Single(each => each.Type == "citation").Data;
        citation.GetProperty("id").GetString().ShouldBe("mary-somerville");
        citation.GetProperty("number").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task The_same_message_sent_again_brings_the_same_reply_and_is_stored_once()
    {
        var first = await Client.ChatAsync("Can a machine think?", "m-1");
        var again = await Client.ChatAsync("Can a machine think?", "m-1");
        again.Text("turnId").ShouldBe(first.Text("turnId"));
        again.Text("reply").ShouldBe(first.Text("reply"));
        var events = await Client.StreamChatAsync("Can a machine think?", "m-1").ToListAsync(Token);
        events[^1].Data.GetProperty("reply").GetString().ShouldBe(first.Text("reply"));
        events[^1].Data.GetProperty("ticket").GetString().ShouldNotBeNullOrEmpty();
        (await HistoryAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Turns_of_one_session_at_the_same_time_all_succeed_in_order()
    {
        await Client.ChatAsync("Hello");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Client.ChatAsync($"Hello {i}", $"m-{i}")));
        answers.ShouldAllBe(answer => answer.Status == 200);
        var history = await HistoryAsync();
        history.Where(message => Role(message) == "user").Select(Text)
            .ShouldBe(Enumerable.Range(0, 8).Select(i => $"Hello {i}").Prepend("Hello"), ignoreOrder: true);

        // A message is kept when it comes, its reply when it is over: no reply stands before its message.
        var roles = history.Select(Role).ToList();
        Enumerable.Range(1, roles.Count).ShouldAllBe(n => roles.Take(n).Count(role => role == "user") * 2 >= n);

        // Each has a reply of its own, or is answered together with the one that came right after it.
        var turns = answers.ToDictionary(answer => answer.Text("turnId"));
        var own = answers.Where(answer => answer.Text("reply").Length > 0).ToList();
        roles.Count(role => role == "assistant").ShouldBe(own.Count + 1);
        foreach (var answer in answers)
        {
            var last = answer;
            while (last.Text("reply").Length == 0)
            {
                last = turns[last.Text("answeredIn")];
            }
        }
    }

    [Fact]
    public async Task The_same_message_sent_many_times_at_once_is_one_turn()
    {
        await Client.ChatAsync("Hello");
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Client.ChatAsync("Who was your father?", "same")));
        answers.Select(answer => answer.Text("reply")).Distinct().ShouldHaveSingleItem();
        (await HistoryAsync()).Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_finished_turn_can_be_read_and_replayed_from_any_event()
    {
        var events = await Client.StreamChatAsync("Who was Mary Somerville?").ToListAsync(Token);
        var turnId = events[0].Data.GetProperty("turnId").GetString()!;
        (await Client.GetAsync($"/api/turns/{turnId}")).Text("reply").ShouldBe(events[^1].Data.GetProperty("reply").GetString());
        foreach (var seen in new[] { 0, 1, events.Count / 2, events.Count - 1, events.Count })
        {
            var replayed = await Client.ReplayAsync(turnId, seen == 0 ? null : events[seen - 1].Id).ToListAsync(Token);
            replayed.Select(each => (each.Id, each.Type)).ShouldBe(events.Skip(seen).Select(each => (each.Id, each.Type)));
            replayed.Where(each => each.Type == "delta").Select(each => each.Data.ToString())
                .ShouldBe(events.Skip(seen).Where(each => each.Type == "delta").Select(each => each.Data.ToString()));
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("00000000000000000000000000000000.0000000000000000:1")]
    public async Task An_unknown_event_id_is_refused(string id)
    {
        var turnId = (await Client.ChatAsync("Hello")).Text("turnId");
        var request = Client.Request(HttpMethod.Get, $"/api/turns/{turnId}/events");
        request.Headers.TryAddWithoutValidation("Last-Event-ID", id);
        (await Client.Http.SendAsync(request, Token)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_turn_that_is_over_cannot_be_cancelled_and_one_that_never_was_is_not_found()
    {
        var turnId = (await Client.ChatAsync("Hello")).Text("turnId");
        var over = await Client.SendAsync(HttpMethod.Delete, $"/api/turns/{turnId}");
        (over.Status, over.Code).ShouldBe((409, "turn_over"));
        var none = await Client.SendAsync(HttpMethod.Delete, $"/api/turns/{Client.SessionId}.0123456789abcdef");
        (none.Status, none.Code).ShouldBe((404, "turn_not_found"));
        (await Client.GetAsync($"/api/turns/{Client.SessionId}.0123456789abcdef")).Code.ShouldBe("turn_not_found");
    }

    [Fact]
    public async Task The_history_has_everything_after_a_restart()
    {
        using var data = new TempFolder();
        await using (var first = await TwinHost.StartAsync(data: data.Path))
        {
            await first.Client.ChatAsync("Can a machine think?");
            (Client.Ticket, Client.SessionId) = (first.Client.Ticket, first.Client.SessionId);
        }

        await using var second = await TwinHost.StartAsync(data: data.Path);
        (second.Client.Ticket, second.Client.SessionId) = (Client.Ticket, Client.SessionId);
        var history = (await second.Client.GetAsync($"/api/sessions/{Client.SessionId}/messages")).Json.GetProperty("messages");
        history.GetArrayLength().ShouldBe(2);
        history[1].GetProperty("citations")[0].GetProperty("id").GetString().ShouldBe("can-a-machine-think");
        (await second.Client.ChatAsync("Tell me more")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_long_conversation_keeps_a_summary_of_what_fell_out()
    {
        for (var i = 0; i < 26; i++)
        {
            await Client.ChatAsync($"Hello number {i}");
        }

        var export = await Client.GetAsync($"/api/sessions/{Client.SessionId}/export");
        export.Text("summary").ShouldContain("The visitor said: Hello number 0");
        export.Json.GetProperty("messages").GetArrayLength().ShouldBe(52);
    }

    [Fact]
    public async Task A_store_that_cannot_write_is_reported_and_nothing_is_lost()
    {
        await Client.ChatAsync("Hello");
        using (var other = DataOnDisk.Connect(host.DataPath))
        {
            // Another program that writes, and does not end.
            using var writing = other.BeginTransaction(deferred: false);
            var failed = await Client.ChatAsync("Who was your father?", "again");
            (failed.Status, failed.Code).ShouldBe((503, "storage_unavailable"));
            (await Client.ChatAsync("Who was your father?", "again")).Code.ShouldBe("storage_unavailable");
        }

        (await Client.ChatAsync("Who was your father?", "again")).Status.ShouldBe(200);
        (await HistoryAsync()).Count.ShouldBe(4);
    }

    private async Task<List<JsonElement>> HistoryAsync()
    {
        var page = await Client.GetAsync($"/api/sessions/{Client.SessionId}/messages?limit=200");
        return [.. page.Json.GetProperty("messages").EnumerateArray()];
    }

    private static string Role(JsonElement message) => message.GetProperty("role").GetString()!;

    private static string Text(JsonElement message) => message.GetProperty("text").GetString()!;
}
