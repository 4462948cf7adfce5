using System.Diagnostics;
using System.Globalization;
using DigitalTwin.Conversations;
using DigitalTwin.Functions.Tests.Host;
using DigitalTwin.Testing;

namespace DigitalTwin.Functions.Tests;

/// <summary>What runs on the real Functions host brought to light, each as it was met there.</summary>
public sealed class RealHostFindingsTests(FunctionAppFixture app) : FunctionAppTest(app), IClassFixture<FunctionAppFixture>
{
    [Fact]
    public async Task A_process_that_has_served_no_chat_yet_delivers_the_owners_reply()
    {
        Model.Then(ModelServer.CallTools(("hand_over", ["{\"reason\":\"They want to talk.\"}"])))
            .Then(ModelServer.Reply("I passed it on."));
        var turn = (await Client.ChatAsync("Can I talk to a real person?")).Text("handOver");
        await Host.RedeployAsync();
        (await TurnScript.ReplyInPersonAsync(Host.Address, "It is me.")).Text("state").ShouldBe("done");
        (await Client.ReplayAsync(turn).ToListAsync(Token))[^1].Data.GetProperty("reply").GetString().ShouldBe("It is me.");
    }

    [Fact]
    public async Task The_schedule_leaves_a_turn_to_the_process_that_works_on_it()
    {
        var (held, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        Model.Then(ModelServer.Reply(["One ", "two."], piece => piece == 1 ? Hold(held, go) : Task.CompletedTask));
        var settings = new Dictionary<string, string>(App.Settings) { ["Limits__LeaseSeconds"] = "3" };
        await using var twin = await FunctionHost.StartAsync(settings);
        using var visitor = new TwinClient(twin.Address);
        var chat = visitor.ChatAsync("Count.", "m-1");
        await held.Task;

        // From its first lease on, the schedule can see the turn; it is renewed every second.
        App.Tables.Take();
        await TakeUntilAsync(write => write.StartsWith("POST", StringComparison.Ordinal));
        await twin.FireAsync("TakeUpTurns");
        go.SetResult();
        (await chat).Text("reply").ShouldBe("One two.");
        Model.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Asking_for_a_turn_that_does_not_exist_costs_two_reads()
    {
        await Client.ChatAsync("Hello");
        await App.Tables.SettleAsync();
        foreach (var path in new[] { "", "/events" })
        {
            (await Client.GetAsync($"/api/turns/{Client.SessionId}.0123456789abcdef{path}")).Code.ShouldBe("turn_not_found");
            App.Tables.Take().Count.ShouldBeLessThanOrEqualTo(2);
        }
    }

    [Fact]
    public async Task What_one_instance_streams_another_one_shows()
    {
        var (begun, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        Model.Then(ModelServer.Reply(["One ", "two ", "three."], piece => piece == 2 ? go.Task : Task.CompletedTask));
        await using var second = await FunctionHost.StartAsync(App.Settings);
        var chat = ReadAsync();
        await begun.Task.WaitAsync(Token);

        // Not what an earlier test has left behind: the write of what this turn has said.
        App.Tables.Take();
        await TakeUntilAsync(write => write.StartsWith("POST", StringComparison.Ordinal));

        using var elsewhere = new TwinClient(second.Address) { Ticket = Client.Ticket };
        var shown = "";
        await foreach (var next in elsewhere.ReplayAsync(TurnId.For(Client.SessionId!, "m-1").ToString()))
        {
            shown += next.Type == "delta" ? next.Data.GetProperty("text").GetString() : "";
            if (shown == "One two")
            {
                // What was said by now is here before the model goes on.
                go.TrySetResult();
            }
        }

        shown.ShouldBe("One two three.");
        (await chat).ShouldBe(3);

        async Task<int> ReadAsync()
        {
            var deltas = 0;
            await foreach (var next in Client.StreamChatAsync("Count.", "m-1"))
            {
                deltas += next.Type == "delta" ? 1 : 0;
                begun.TrySetResult();
            }

            return deltas;
        }
    }

    [Fact]
    public async Task A_stream_that_lasts_writes_at_most_once_a_second_for_others()
    {
        Model.Then(ModelServer.Reply([.. Enumerable.Range(0, 40).Select(piece => $"{piece} ")], _ => Task.Delay(100)));
        await App.Tables.SettleAsync();
        var time = Stopwatch.StartNew();
        (await Client.StreamChatAsync("Count.").ToListAsync(Token))[^1].Data.GetProperty("reply").GetString().ShouldEndWith("39 ");
        var writes = App.Tables.Take();

        // A plain turn is a read and a write, the journal's removal a read and a write more, and so is the owner's list; what was used is
        // written down in a batch that names no table.
        var most = 7 + (int)time.Elapsed.TotalSeconds;
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{writes.Count} table requests in {time.Elapsed.TotalSeconds:0.0} s: {string.Join(", ", writes)}");

        // What the ledger writes down every few seconds is not the stream's: some reads, and a batch for each reading of its sums. Nor is
        // what the gate asks every ten seconds.
        var ledger = writes.Where(each => each.Contains("/ledger(", StringComparison.Ordinal)).ToList();
        var gate = writes.Count(each => each.Contains("/access(", StringComparison.Ordinal));

        // A table is made by the first write to it, which is tried again then.
        var made = 2 * writes.Count(each => each.EndsWith("/Tables", StringComparison.Ordinal));
        var own = writes.Count - gate - made - ledger.Count - ledger.Count(each => each.EndsWith("/ledger()", StringComparison.Ordinal));
        own.ShouldBeInRange(3, most);
    }

    [Fact]
    public async Task Metrics_say_how_turns_ended()
    {
        await Client.ChatAsync("Hello");
        Model.Then(Ask);
        var waiting = await Client.ChatAsync("Send it.");
        await Client.SendAsync(HttpMethod.Delete, $"/api/turns/{waiting.Text("turnId")}");
        using var owner = new TwinClient(Client.Http.BaseAddress!) { Ticket = TurnScript.OwnerKey };
        var answer = await owner.GetAsync("/metrics");
        var metrics = (await answer.Response.Content.ReadAsStringAsync(Token)).Split('\n');
        ValueOf(metrics, "digitaltwin_turn_duration_seconds_count", "outcome=\"completed\"", "degraded=\"False\"")
            .ShouldBeGreaterThanOrEqualTo(1);
        ValueOf(metrics, "digitaltwin_turn_duration_seconds_count", "outcome=\"cancelled\"").ShouldBeGreaterThanOrEqualTo(1);
        metrics.ShouldNotContain(line => line.Contains("outcome=\"failed\"", StringComparison.Ordinal));
        ValueOf(metrics, "http_requests_total", "http_route=\"/api/chat\"", "http_response_status_code=\"200\"")
            .ShouldBeGreaterThanOrEqualTo(1);
        ValueOf(metrics, "llm_requests_total", "gen_ai_request_model=\"test-model\"").ShouldBeGreaterThanOrEqualTo(2);
        ValueOf(metrics, "llm_tokens_used_total", "gen_ai_token_type=\"input\"").ShouldBeGreaterThanOrEqualTo(321);
    }

    [Fact]
    public async Task The_address_that_a_deployment_prints_shows_the_page()
    {
        using var page = await Client.Http.GetAsync("/", Token);
        (page.StatusCode, page.Content.Headers.ContentType!.MediaType).ShouldBe((System.Net.HttpStatusCode.OK, "text/html"));
        (await page.Content.ReadAsStringAsync(Token)).ShouldContain("<digital-twin>");
        string[] files = ["/", "/page.css", "/page.js", "/icon.svg", "/widget.js", "/docs"];
        string[] others = ["/api/openapi.json", "/api/persona/card", "/api/health", "/api/health/ready"];
        foreach (var path in files.Concat(others))
        {
            using var head = await Client.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Token);
            ((int)head.StatusCode, (await head.Content.ReadAsByteArrayAsync(Token)).Length).ShouldBe((200, 0), path);
        }

        using var none = await Client.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/api/nothing"), Token);
        ((int)none.StatusCode).ShouldBe(404);
    }

    [Fact]
    public async Task A_reply_that_is_cut_off_says_so()
    {
        Model.Then(ModelServer.Reply([.. Enumerable.Repeat(new string('a', 1_000), 102)]));
        var answer = await Client.ChatAsync("Tell me everything.");
        answer.Text("reply").ShouldEndWith("This answer was cut off here: it grew too long.*");
    }

    private static async Task Hold(TaskCompletionSource held, TaskCompletionSource go)
    {
        held.TrySetResult();
        await go.Task;
    }

    private static double ValueOf(IEnumerable<string> metrics, string name, params string[] labels)
        => metrics.Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Where(line => labels.All(label => line.Contains(label, StringComparison.Ordinal)))
            .Sum(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));

    // The turn's journal is written by the process that works on it, not by a request of the test: it is waited for.
    private async Task TakeUntilAsync(Func<string, bool> isIt)
    {
        while (!App.Tables.Take().Any(isIt))
        {
            await Task.Delay(50, Token);
        }
    }
}
