using DigitalTwin.Testing;

namespace DigitalTwin.Functions.Tests;

/// <summary>The gate, the limits and the ledger in the worker, over Azurite.</summary>
public sealed class GateTests(Azurite azurite)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_worker_lets_in_who_the_table_of_the_documents_says()
    {
        _ = azurite.ConnectionString;
        await using var app = new FunctionAppFixture(azurite);
        await app.InitializeAsync();
        using var stranger = new TwinClient(app.Host.Address);
        await AccessTable.WalkAsync(stranger);
    }

    [Fact]
    public async Task The_limits_hold_over_processes_and_money_is_counted_once()
    {
        _ = azurite.ConnectionString;

        // Limits and the stop are the account's: they would be those of all other tests.
        await using var own = new Azurite();
        await own.InitializeAsync();
        await using var app = new FunctionAppFixture(own);
        app.Settings["Rates__Enabled"] = "true";
        app.Settings["Rates__SessionRequests"] = "20";
        app.Settings["WEBSITE_HOSTNAME"] = "twin.azurewebsites.net";
        app.Settings["Budget__Prices"] = "test-model 1 0.1 1 10";
        await app.InitializeAsync();
        await using var second = await Host.FunctionHost.StartAsync(app.Settings);
        using var visitor = new TwinClient(app.Host.Address);
        await visitor.ChatAsync("Hello");
        using var elsewhere = new TwinClient(second.Address) { Ticket = visitor.Ticket, SessionId = visitor.SessionId };
        var admitted = 0;
        for (var i = 0; i < 60; i++)
        {
            var answer = await (i % 2 == 0 ? visitor : elsewhere).GetAsync($"/api/sessions/{visitor.SessionId}");
            (answer.Status is 200 or 429).ShouldBeTrue(answer.Json.ToString());
            admitted += answer.Status == 200 ? 1 : 0;
        }

        admitted.ShouldBeInRange(20, 30);
        using var owner = new TwinClient(second.Address) { Ticket = TurnScript.OwnerKey };
        using var first = new TwinClient(app.Host.Address) { Ticket = TurnScript.OwnerKey };
        await first.GetAsync("/api/owner/usage");
        var usage = await owner.GetAsync("/api/owner/usage");
        usage.Json.GetProperty("rows")[0].GetProperty("calls").GetInt32().ShouldBe(1);
        usage.Json.GetProperty("spent").GetDecimal().ShouldBeGreaterThan(0);
        (await first.SendAsync(HttpMethod.Post, "/api/owner/stop")).Status.ShouldBe(200);
        await Task.Delay(TimeSpan.FromSeconds(2.1), Token);
        using var other = new TwinClient(second.Address);
        (await other.ChatAsync("Hello")).Json.GetProperty("degraded").GetBoolean().ShouldBeTrue();
        foreach (var (name, status) in new[] { ("twin.azurewebsites.net", 200), ("evil.example", 421) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/persona/card") { Headers = { Host = name } };
            using var answer = await other.Http.SendAsync(request, Token);
            ((int)answer.StatusCode).ShouldBe(status, name);
        }
    }
}
