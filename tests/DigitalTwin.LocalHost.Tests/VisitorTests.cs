using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>What visitors put into the owner's inbox themselves, and tickets that are exchanged.</summary>
public sealed class VisitorTests : IAsyncLifetime
{
    private TwinHost host = null!;
    private TwinClient owner = null!;

    private TwinClient Client => host.Client;

    public async ValueTask InitializeAsync()
    {
        host = await TwinHost.StartAsync();
        owner = await host.NewOwnerAsync();
    }

    public ValueTask DisposeAsync()
    {
        owner.Dispose();
        return host.DisposeAsync();
    }

    [Fact]
    public async Task A_rating_is_kept_changed_and_taken_back()
    {
        var turn = (await Client.ChatAsync("Who was your father?")).Text("turnId");
        (await RateAsync(turn, new { rating = "down", note = "Too short." })).Status.ShouldBe(204);
        (await RateAsync(turn, new { rating = "down" })).Status.ShouldBe(204);
        (await FeedbackAsync())[0].GetProperty("note").GetString().ShouldBe("Too short.");
        (await RateAsync(turn, new { rating = "up" })).Status.ShouldBe(204);
        var kept = await FeedbackAsync();
        (kept.Count, kept[0].GetProperty("rating").GetString(), kept[0].TryGetProperty("note", out _)).ShouldBe((1, "up", false));
        (await Client.GetAsync($"/api/sessions/{Client.SessionId}/export")).Json.GetProperty("feedback").GetArrayLength().ShouldBe(1);
        (await RateAsync(turn, new { rating = "none" })).Status.ShouldBe(204);
        (await FeedbackAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"rating\":99}")]
    [InlineData("{\"rating\":\"99\"}")]
    [InlineData("{\"rating\":\"up,down\"}")]
    [InlineData("{\"rating\":\"great\"}")]
    [InlineData("{\"rating\":\"up\",\"note\":\" \"}")]
    public async Task A_rating_of_another_kind_is_refused(string body)
    {
        var turn = (await Client.ChatAsync("Who was your father?")).Text("turnId");
        var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        (await Client.SendAsync(HttpMethod.Post, $"/api/turns/{turn}/feedback", content)).Code.ShouldBe("invalid_field");
        (await FeedbackAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_sessions_replies_are_not_there_to_be_rated()
    {
        var turn = (await Client.ChatAsync("Who was your father?")).Text("turnId");
        using var other = host.NewClient();
        await other.ChatAsync("Hello");
        (await other.SendAsync(HttpMethod.Post, $"/api/turns/{turn}/feedback", TwinClient.Json(new { rating = "up" })))
            .Code.ShouldBe("turn_not_found");
        var unknown = $"/api/turns/{other.SessionId}.0123456789abcdef/feedback";
        (await other.SendAsync(HttpMethod.Post, unknown, TwinClient.Json(new { rating = "up" }))).Code.ShouldBe("turn_not_found");
        (await other.SendAsync(HttpMethod.Post, $"/api/sessions/{Client.SessionId}/leads", Lead())).Code.ShouldBe("session_not_found");
        (await other.SendAsync(HttpMethod.Post, $"/api/sessions/{Client.SessionId}/ticket")).Code.ShouldBe("session_not_found");
    }

    [Theory]
    [InlineData("", "c@e.example", "m", true, "invalid_field")]
    [InlineData("n", "???", "m", true, "invalid_field")]
    [InlineData("n", "tom at mail", "m", true, "invalid_field")]
    [InlineData("n", " ", "m", true, "invalid_field")]
    [InlineData("n", "c@e.example", "", true, "message_empty")]
    [InlineData("n", "c@e.example", "m", false, "invalid_field")]
    public async Task A_lead_needs_everything_and_consent(string name, string contact, string message, bool consent, string code)
    {
        await Client.SendAsync(HttpMethod.Post, "/api/sessions");
        var lead = TwinClient.Json(new { name, contact, message, consent });
        (await Client.SendAsync(HttpMethod.Post, $"/api/sessions/{Client.SessionId}/leads", lead)).Code.ShouldBe(code);
        (await owner.GetAsync("/api/owner/inbox")).Json.GetProperty("leads").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task A_sessions_lead_is_exported_and_erased_however_many_came_after()
    {
        await Client.SendAsync(HttpMethod.Post, "/api/sessions");
        await Client.SendAsync(HttpMethod.Post, $"/api/sessions/{Client.SessionId}/leads", Lead("find-me@example.org"));
        for (var session = 0; session < 51; session++)
        {
            using var other = host.NewClient();
            await other.SendAsync(HttpMethod.Post, "/api/sessions");
            var leads = $"/api/sessions/{other.SessionId}/leads";
            await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => other.SendAsync(HttpMethod.Post, leads, Lead())));
        }

        var export = (await Client.GetAsync($"/api/sessions/{Client.SessionId}/export")).Json;
        export.GetProperty("leads")[0].GetProperty("contact").GetString().ShouldBe("find-me@example.org");
        await Client.SendAsync(HttpMethod.Delete, $"/api/sessions/{Client.SessionId}");
        DataOnDisk.FilesWith(host.DataPath, "find-me").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_ticket_is_exchanged_for_a_fresh_one()
    {
        await Client.ChatAsync("Hello");
        var (session, first) = (Client.SessionId, Client.Ticket);
        var renewed = await Client.SendAsync(HttpMethod.Post, $"/api/sessions/{session}/ticket");
        (renewed.Status, renewed.Text("sessionId")).ShouldBe((200, session));
        Client.Ticket = first + "x";
        (await Client.SendAsync(HttpMethod.Post, $"/api/sessions/{session}/ticket")).Code.ShouldBe("ticket_invalid");
        Client.Ticket = null;
        (await Client.SendAsync(HttpMethod.Post, $"/api/sessions/{session}/ticket")).Code.ShouldBe("ticket_missing");
    }

    private static StringContent Lead(string contact = "c@e.example")
        => TwinClient.Json(new { name = "n", contact, message = "m", consent = true });

    private Task<Answer> RateAsync(string turn, object body)
        => Client.SendAsync(HttpMethod.Post, $"/api/turns/{turn}/feedback", TwinClient.Json(body));

    private async Task<List<System.Text.Json.JsonElement>> FeedbackAsync()
        => [.. (await owner.GetAsync("/api/owner/inbox")).Json.GetProperty("feedback").EnumerateArray()];
}
