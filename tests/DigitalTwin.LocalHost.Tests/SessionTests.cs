using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>Sessions, tickets and what a visitor may do with them.</summary>
public sealed class SessionTests : IAsyncLifetime
{
    private TwinHost host = null!;

    private TwinClient Client => host.Client;

    public async ValueTask InitializeAsync() => host = await TwinHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task A_session_is_opened_used_exported_and_erased()
    {
        var opened = await Client.SendAsync(HttpMethod.Post, "/api/sessions");
        opened.Status.ShouldBe(201);
        opened.Response.Headers.Location!.ToString().ShouldBe($"/api/sessions/{Client.SessionId}");
        (await Client.GetAsync($"/api/sessions/{Client.SessionId}")).Json.GetProperty("turns").GetInt32().ShouldBe(0);
        (await Client.ChatAsync("Hello")).Text("sessionId").ShouldBe(opened.Text("sessionId"));

        var export = await Client.GetAsync($"/api/sessions/{Client.SessionId}/export");
        export.Json.GetProperty("messages")[0].GetProperty("text").GetString().ShouldBe("Hello");
        export.Json.GetProperty("session").GetProperty("messages").GetInt32().ShouldBe(2);
        export.Response.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");

        (await Client.SendAsync(HttpMethod.Delete, $"/api/sessions/{Client.SessionId}")).Status.ShouldBe(204);
        (await Client.SendAsync(HttpMethod.Delete, $"/api/sessions/{Client.SessionId}")).Status.ShouldBe(204);
        (await Client.GetAsync($"/api/sessions/{Client.SessionId}/messages")).Code.ShouldBe("session_not_found");
        DataOnDisk.Rows(host.DataPath).ShouldBeEmpty();
    }

    [Fact]
    public async Task History_goes_back_page_by_page()
    {
        for (var i = 0; i < 4; i++)
        {
            await Client.ChatAsync($"Hello {i}");
        }

        var path = $"/api/sessions/{Client.SessionId}/messages";
        var (texts, before) = (new List<string>(), "");
        do
        {
            var page = (await Client.GetAsync($"{path}?limit=3{before}")).Json;
            var messages = page.GetProperty("messages").EnumerateArray();
            texts.InsertRange(0, messages
                .Where(each => each.GetProperty("role").GetString() == "user")
                .Select(each => each.GetProperty("text").GetString()!));
            before = page.TryGetProperty("before", out var next) ? $"&before={next}" : "";
        }
        while (before.Length > 0);
        texts.ShouldBe(["Hello 0", "Hello 1", "Hello 2", "Hello 3"]);
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=x")]
    [InlineData("before=-1")]
    public async Task A_page_that_makes_no_sense_is_refused(string query)
    {
        await Client.ChatAsync("Hello");
        var answer = await Client.GetAsync($"/api/sessions/{Client.SessionId}/messages?{query}");
        (answer.Status, answer.Code).ShouldBe((400, "invalid_parameter"));
    }

    [Fact]
    public async Task Another_visitors_session_does_not_exist()
    {
        using var other = host.NewClient();
        var turnId = (await other.ChatAsync("My secret")).Text("turnId");
        await Client.ChatAsync("Hello");
        foreach (var (method, path) in new[]
        {
            ("GET", $"/api/sessions/{other.SessionId}"),
            ("GET", $"/api/sessions/{other.SessionId}/messages"),
            ("GET", $"/api/sessions/{other.SessionId}/export"),
            ("DELETE", $"/api/sessions/{other.SessionId}"),
            ("GET", $"/api/turns/{turnId}"),
            ("GET", $"/api/turns/{turnId}/events"),
            ("DELETE", $"/api/turns/{turnId}"),
        })
        {
            var missing = path.Replace(other.SessionId!, new string('0', 32), StringComparison.Ordinal);
            var foreign = await Client.SendAsync(new HttpMethod(method), path);
            foreign.Status.ShouldBe(404, path);
            foreign.Code.ShouldBe((await Client.SendAsync(new HttpMethod(method), missing)).Code);
            using var nobody = host.NewClient();
            (await nobody.SendAsync(new HttpMethod(method), path)).Code.ShouldBe("ticket_missing");
        }

        (await other.GetAsync($"/api/sessions/{other.SessionId}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_ticket_is_bound_to_the_page_it_was_issued_to()
    {
        Client.Origin = "http://localhost:3000";
        await Client.ChatAsync("Hello");
        (await Client.ChatAsync("Hello")).Status.ShouldBe(200);
        Client.Origin = "http://localhost:4000";
        (await Client.ChatAsync("Hello")).Code.ShouldBe("ticket_foreign");
        Client.Origin = null;
        (await Client.ChatAsync("Hello")).Code.ShouldBe("ticket_foreign");
        // Browsers leave the origin out of a same-origin GET; the ticket it renews stays the page's.
        (await Client.GetAsync($"/api/sessions/{Client.SessionId}")).Status.ShouldBe(200);
        var history = (await Client.GetAsync($"/api/sessions/{Client.SessionId}/messages")).Json.GetProperty("messages");
        var turnId = history[1].GetProperty("id").GetString();
        (await Client.GetAsync($"/api/turns/{turnId}")).Status.ShouldBe(200);
        Client.Origin = "http://localhost:3000";
        (await Client.ChatAsync("Hello")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Every_reply_renews_the_ticket()
    {
        await Client.ChatAsync("Hello");
        var first = Client.Ticket;
        await Task.Delay(1100, TestContext.Current.CancellationToken);
        await Client.ChatAsync("Hello");
        Client.Ticket.ShouldNotBe(first);
    }
}
