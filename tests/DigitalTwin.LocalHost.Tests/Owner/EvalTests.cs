using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Owner;

/// <summary>Cases, their runs, and the gate before publishing.</summary>
public sealed class EvalTests : OwnerTest
{
    private const string Runs = "/api/owner/evals/runs";

    [Fact]
    public async Task Fifty_cases_are_run_and_streamed_and_twice_are_the_same()
    {
        await PutEvalsAsync(Cases(50));
        var first = await RunAsync(new { });
        (first.Text("status"), first.Json.GetProperty("total").GetInt32(), first.Json.GetProperty("done").GetInt32())
            .ShouldBe(("completed", 50, 50));
        first.Json.GetProperty("passed").GetInt32().ShouldBe(25);
        var second = await RunAsync(new { fresh = true });
        second.Json.GetProperty("rows").ToString().ShouldBe(first.Json.GetProperty("rows").ToString());
        var events = await EventsAsync(first.Text("id"), null);
        events.Select(each => each.Type).ShouldBe([.. Enumerable.Repeat("case", 50), "summary"]);
        (await EventsAsync(first.Text("id"), events[19].Id)).Select(each => each.Id).ShouldBe(events.Skip(20).Select(each => each.Id));
        (await Owner.GetAsync(Runs)).Json.GetProperty("runs").GetArrayLength().ShouldBe(2);
        var report = await Owner.Http.SendAsync(Owner.Request(HttpMethod.Get, $"{Runs}/{first.Text("id")}/report"), Token);
        report.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await report.Content.ReadAsStringAsync(Token)).ShouldContain("25 of 50 right");
    }

    [Fact]
    public async Task A_run_that_was_killed_goes_on_and_asks_nothing_twice_that_was_answered()
    {
        using var folder = new TempFolder();
        await using var model = await ModelServer.StartAsync();
        var (asked, stop) = (0, new TaskCompletionSource());
        model.Otherwise = async (http, request) =>
        {
            if (Interlocked.Increment(ref asked) > 20)
            {
                stop.TrySetResult();
                await Task.Delay(Timeout.Infinite, http.RequestAborted);
            }

            await ModelServer.Reply("Mathematics. [[augustus-de-morgan]]")(http, request);
        };
        string id;
        await using (var twin = await TwinHost.StartAsync(TwinHost.SettingsFor(model), folder.Path))
        {
            using var owner = await twin.NewOwnerAsync();
            await owner.SendAsync(HttpMethod.Put, "/api/owner/evals/basics", new StringContent(Cases(50)));
            id = (await owner.SendAsync(HttpMethod.Post, Runs, TwinClient.Json(new { }))).Text("id");
            await stop.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);
        }

        model.Otherwise = ModelServer.Reply("Mathematics. [[augustus-de-morgan]]");
        var before = model.Requests.Count;
        await using var next = await TwinHost.StartAsync(TwinHost.SettingsFor(model), folder.Path);
        using var again = await next.NewOwnerAsync();
        (await again.GetAsync($"{Runs}/{id}")).Json.GetProperty("done").GetInt32().ShouldBeInRange(15, 20);
        var done = await UntilAsync(() => again.GetAsync($"{Runs}/{id}"), answer => answer.Text("status") == "completed");
        done.Json.GetProperty("done").GetInt32().ShouldBe(50);
        (model.Requests.Count - before).ShouldBeInRange(30, 35);
    }

    [Fact]
    public async Task What_is_right_stays_right_unless_the_owner_insists()
    {
        const string good = "---\nname: Sam\n---\n# Sam\n\nI make chairs in Leeds.\n";
        await SendTextAsync(HttpMethod.Put, "/api/owner/persona", good);
        await PutEvalsAsync("- {id: leeds, question: Where do you make chairs?, must: Leeds}\n- {id: tea, question: Tea?, must: tea}\n");
        var bad = good.Replace("Leeds", "York", StringComparison.Ordinal);
        foreach (var answer in new[]
        {
            await SendTextAsync(HttpMethod.Put, "/api/owner/persona", bad),
            await SendTextAsync(HttpMethod.Post, "/api/owner/persona/publish", bad),
        })
        {
            (answer.Status, answer.Code).ShouldBe((409, "evals_regressed"));
            answer.Text("detail").ShouldContain("leeds");

            // What was wrong before holds up nothing.
            answer.Text("detail").ShouldNotContain("tea");
        }

        (await Visitor.ChatAsync("Where do you make chairs?")).Text("reply").ShouldContain("Leeds");
        (await SendTextAsync(HttpMethod.Put, "/api/owner/persona", good + "\n## Tea\n\nI drink tea.\n")).Status.ShouldBe(200);
        (await SendTextAsync(HttpMethod.Put, "/api/owner/persona?force=true", bad)).Status.ShouldBe(200);
        (await Visitor.ChatAsync("Where do you make chairs?")).Text("reply").ShouldContain("York");
    }

    [Fact]
    public async Task A_run_compares_two_files_and_two_models()
    {
        await SendTextAsync(HttpMethod.Put, "/api/owner/persona", "# Sam\n\nI make chairs in Leeds.\n");
        await SendTextAsync(HttpMethod.Put, "/api/owner/persona/draft", "# Sam\n\nI make chairs in York.\n");
        const string question = "question: Where do you make chairs?";
        await PutEvalsAsync($"- {{id: a, {question}, must: Leeds}}\n- {{id: b, {question}, must: York}}\n");
        var run = await RunAsync(new { persona = "draft", against = "published", models = new[] { "default", "offline" } });
        run.Json.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("change").GetString())
            .ShouldBe(["regressed", "regressed", "fixed", "fixed"]);
        run.Json.GetProperty("regressions").EnumerateArray().Select(each => each.GetString()).ShouldBe(["a"]);
    }

    [Fact]
    public async Task A_model_that_fails_is_no_wrong_answer_that_is_kept()
    {
        await using var model = await ModelServer.StartAsync();
        model.Otherwise = ModelServer.Fail(400);
        await using var twin = await TwinHost.StartAsync(TwinHost.SettingsFor(model));
        using var owner = await twin.NewOwnerAsync();
        await owner.SendAsync(HttpMethod.Put, "/api/owner/evals/basics", new StringContent("- {question: Who?, must: Ada}"));
        var failed = await RunAsync(owner, new { });
        failed.Json.GetProperty("rows")[0].GetProperty("result").GetProperty("error").GetString()!.ShouldStartWith("The model failed");
        model.Otherwise = ModelServer.Reply("I am Ada.");
        (await RunAsync(owner, new { })).Json.GetProperty("passed").GetInt32().ShouldBe(1);
    }

    [Theory]
    [InlineData("POST", "/api/owner/evals/runs", "{}", "no_evals")]
    [InlineData("POST", "/api/owner/evals/runs", "{\"models\":[\"gpt\"]}", "invalid_field")]
    [InlineData("GET", "/api/owner/evals/runs/none", null, "item_not_found")]
    [InlineData("GET", "/api/owner/evals/runs/2516062345369218744-ceab758f/report", null, "item_not_found")]
    [InlineData("GET", "/api/owner/evals/none", null, "item_not_found")]
    [InlineData("DELETE", "/api/owner/evals/none", null, "item_not_found")]
    [InlineData("PUT", "/api/owner/evals/Bad.Name", "[]", "invalid_parameter")]
    [InlineData("PUT", "/api/owner/evals/basics", "- question: [", "evals_unreadable")]
    public async Task What_cannot_be_is_told(string method, string path, string? body, string code)
        => (await Owner.SendAsync(
            new HttpMethod(method), path, body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json")))
            .Code.ShouldBe(code);

    [Fact]
    public async Task A_file_is_listed_read_and_deleted_and_one_that_is_broken_is_named()
    {
        await PutEvalsAsync("- {id: a, question: Why?, must: so}");
        await File.WriteAllTextAsync(Path.Combine(Host.DataPath, "blobs", "evals", "own.yaml"), "- nonsense: [", Token);
        var suites = (await Owner.GetAsync("/api/owner/evals")).Json.GetProperty("suites").EnumerateArray().ToList();
        suites.Select(suite => suite.GetProperty("name").GetString()).ShouldBe(["basics", "own"]);
        suites[1].GetProperty("problem").GetString().ShouldNotBeNull();
        (await Owner.SendAsync(HttpMethod.Delete, "/api/owner/evals/basics")).Status.ShouldBe(204);
        (await Owner.GetAsync("/api/owner/evals")).Json.GetProperty("suites").GetArrayLength().ShouldBe(1);
    }

    // Half of them right.
    private static string Cases(int count) => string.Concat(Enumerable.Range(0, count).Select(number => number % 2 == 0
        ? $"- {{id: c{number}, question: Who taught you mathematics?, cites: [augustus-de-morgan]}}\n"
        : $"- {{id: c{number}, question: Who taught you mathematics?, must: [Napoleon]}}\n"));

    private Task<Answer> RunAsync(object request) => RunAsync(Owner, request);

    private static async Task<Answer> RunAsync(TwinClient owner, object request)
    {
        var begun = await owner.SendAsync(HttpMethod.Post, Runs, TwinClient.Json(request));
        begun.Status.ShouldBe(202, begun.Json.ToString());
        return await UntilAsync(() => owner.GetAsync($"{Runs}/{begun.Text("id")}"), answer => answer.Text("status") == "completed");
    }

    private async Task<List<SseEvent>> EventsAsync(string id, string? last)
        => await Owner.EventsAsync($"{Runs}/{id}/events", last).ToListAsync(Token);
}
