using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Abuse;

/// <summary>What is spent, over the API: caps, the stop, usage.</summary>
public sealed class MoneyTests : IAsyncLifetime
{
    // A price for each kind, so that a local model costs something.
    private const string Prices = "Budget:Prices=test-model 1 0.1 1 10 0 0";

    private ModelServer model = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => model = await ModelServer.StartAsync();

    public ValueTask DisposeAsync() => model.DisposeAsync();

    [Fact]
    public async Task What_was_used_is_told_by_day_model_and_origin()
    {
        await using var host = await TwinHost.StartAsync(model, Prices);
        await host.Client.ChatAsync("Hello");
        using var other = new TwinClient(host.Address) { Origin = "http://localhost:3000" };
        await other.ChatAsync("Hello from a page");
        var usage = await host.GetAsOwnerAsync("/api/owner/usage?by=day,model,origin");
        usage.Text("currency").ShouldBe("USD");
        var rows = usage.Json.GetProperty("rows").EnumerateArray().ToList();
        rows.Select(row => row.GetProperty("origin").GetString()).Order().ShouldBe(["", "localhost"]);
        rows.ShouldAllBe(row => row.GetProperty("turns").GetInt32() == 1 && row.GetProperty("model").GetString() == "test-model");
        var (input, output) = (rows[0].GetProperty("input").GetInt64(), rows[0].GetProperty("output").GetInt64());
        var cached = rows[0].GetProperty("cached").GetInt64();
        rows[0].GetProperty("cost").GetDecimal().ShouldBe((input - cached + (0.1m * cached) + (10 * output)) / 1_000_000, 0.000001m);
        usage.Json.GetProperty("spent").GetDecimal().ShouldBe(rows.Sum(row => row.GetProperty("cost").GetDecimal()));
        var sum = (await host.GetAsOwnerAsync("/api/owner/usage?by=model")).Json.GetProperty("rows").EnumerateArray().Single();
        sum.GetProperty("calls").GetInt32().ShouldBe(2);
        sum.TryGetProperty("day", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("from=2020-01-01")]
    [InlineData("from=yesterday")]
    [InlineData("from=2999-01-01")]
    [InlineData("by=colour")]
    public async Task A_question_about_usage_that_makes_no_sense_is_refused(string query)
    {
        await using var host = await TwinHost.StartAsync();
        (await host.GetAsOwnerAsync($"/api/owner/usage?{query}")).Code.ShouldBe("invalid_parameter");
    }

    [Fact]
    public async Task At_the_cap_the_twin_answers_offline_and_says_so()
    {
        await using var host = await TwinHost.StartAsync(model, Prices, "Budget:Day=0.02");
        var degraded = 0;
        for (var i = 0; i < 10 && degraded < 2; i++)
        {
            var answer = await host.NewClient().ChatAsync("Can a machine think?");
            answer.Status.ShouldBe(200);
            degraded += answer.Json.GetProperty("degraded").GetBoolean() ? 1 : 0;
        }

        degraded.ShouldBe(2);
        var usage = await host.GetAsOwnerAsync("/api/owner/usage");
        var spent = usage.Json.GetProperty("spent").GetDecimal();
        spent.ShouldBeInRange(0, 0.02m);
        (await host.GetAsOwnerAsync("/api/health/ready")).Json.ToString().ShouldContain("The limit of the day is reached");
        using var owner = await host.NewOwnerAsync();
        var raised = await owner.SendAsync(HttpMethod.Put, "/api/owner/limits", TwinClient.Json(new { day = 5, month = 50 }));
        (raised.Json.GetProperty("day").GetDecimal(), raised.Json.GetProperty("session").GetDecimal()).ShouldBe((5, 0.5m));
        (await host.NewClient().ChatAsync("Can a machine think?")).Json.GetProperty("degraded").GetBoolean().ShouldBeFalse();
        (await host.GetAsOwnerAsync("/api/health/ready")).Json.ToString().ShouldNotContain("The limit");
    }

    [Fact]
    public async Task The_owner_stops_calls_that_run_too()
    {
        await using var host = await TwinHost.StartAsync(model, Prices);
        using var owner = await host.NewOwnerAsync();
        await host.NewClient().ChatAsync("First.");
        var go = new TaskCompletionSource();
        model.Then(ModelServer.Reply(["One ", "two."], piece => piece == 1 ? go.Task : Task.CompletedTask));
        var stream = host.Client.StreamChatAsync("Count.").GetAsyncEnumerator(Token);
        await stream.MoveNextAsync();
        (await owner.SendAsync(HttpMethod.Post, "/api/owner/stop")).Json.GetProperty("stopped").GetBoolean().ShouldBeTrue();
        SseEvent? last = null;
        while (await stream.MoveNextAsync())
        {
            last = stream.Current;
        }

        go.SetResult();
        (last!.Type, last.Data.GetProperty("degraded").GetBoolean()).ShouldBe(("turn.completed", true));
        var calls = model.Requests.Count;
        (await host.NewClient().ChatAsync("Hello")).Json.GetProperty("degraded").GetBoolean().ShouldBeTrue();
        model.Requests.Count.ShouldBe(calls);
        (await owner.GetAsync("/api/health/ready")).Json.ToString().ShouldContain("The owner stopped all model calls");
        (await owner.SendAsync(HttpMethod.Delete, "/api/owner/stop")).Json.GetProperty("stopped").GetBoolean().ShouldBeFalse();
        (await host.NewClient().ChatAsync("Hello")).Json.GetProperty("degraded").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_that_has_spent_its_part_is_answered_offline_and_others_are_not()
    {
        await using var host = await TwinHost.StartAsync(model, Prices, "Budget:Session=0.0001");
        (await host.Client.ChatAsync("One?")).Json.GetProperty("degraded").GetBoolean().ShouldBeFalse();
        (await host.Client.ChatAsync("Two?")).Json.GetProperty("degraded").GetBoolean().ShouldBeTrue();
        (await host.NewClient().ChatAsync("One?")).Json.GetProperty("degraded").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("{\"day\":-1}", "invalid_field")]
    [InlineData("{\"day\":1000001}", "invalid_field")]
    [InlineData("{\"day\":\"much\"}", "invalid_field")]
    [InlineData("{\"week\":1}", "unknown_fields")]
    public async Task Limits_that_make_no_sense_are_refused(string body, string code)
    {
        await using var host = await TwinHost.StartAsync();
        using var owner = await host.NewOwnerAsync();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        (await owner.SendAsync(HttpMethod.Put, "/api/owner/limits", content)).Code.ShouldBe(code);
    }

    [Fact]
    public async Task What_was_spent_outlives_a_restart()
    {
        using var data = new TempFolder();
        await using (var host = await TwinHost.StartAsync(TwinHost.SettingsFor(model, Prices), data.Path))
        {
            await host.Client.ChatAsync("Hello");
        }

        await using var again = await TwinHost.StartAsync(TwinHost.SettingsFor(model, Prices), data.Path);
        var usage = await again.GetAsOwnerAsync("/api/owner/usage");
        usage.Json.GetProperty("spent").GetDecimal().ShouldBeGreaterThan(0);
        usage.Json.GetProperty("reserved").GetDecimal().ShouldBe(0);
    }

    [Fact]
    public async Task A_model_that_fails_leaves_one_line_for_each_change()
    {
        using var data = new TempFolder();
        var settings = TwinHost.SettingsFor(model).Select(setting => "--" + setting);
        await using var twin = await TwinProcess.StartAsync(["--urls=http://127.0.0.1:0", $"--Storage:Path={data.Path}", .. settings]);
        using var client = new TwinClient(twin.Address);
        model.Otherwise = ModelServer.Fail(401);
        for (var i = 0; i < 5; i++)
        {
            (await client.ChatAsync($"Question {i}?")).Json.GetProperty("degraded").GetBoolean().ShouldBeTrue();
        }

        model.Otherwise = ModelServer.Reply(["Fine."], null);
        (await client.ChatAsync("Better?")).Json.GetProperty("degraded").GetBoolean().ShouldBeFalse();
        twin.Output.Split("fails (Unauthorized)").Length.ShouldBe(2);
        twin.Output.Split("answers again").Length.ShouldBe(2);
        twin.Output.ShouldNotContain("   at ");
    }
}
