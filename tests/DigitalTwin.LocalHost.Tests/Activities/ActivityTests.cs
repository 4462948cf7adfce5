using System.Text.Json;
using System.Text.RegularExpressions;
using DigitalTwin.Access.Gate;
using DigitalTwin.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.LocalHost.Tests.Activities;

/// <summary>Everything that the owner and the tools do is on record, and the record cannot be changed unseen.</summary>
public sealed class ActivityTests : IAsyncLifetime
{
    private readonly ManualTime time = new();
    private TwinHost host = null!;
    private TwinClient owner = null!;

    public async ValueTask InitializeAsync()
    {
        host = await TwinHost.StartAsync(configure: services => services.AddSingleton<TimeProvider>(time));
        owner = await host.NewOwnerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        owner.Dispose();
        await host.DisposeAsync();
    }

    [Fact]
    public async Task Every_endpoint_of_the_owner_that_may_change_something_is_on_record()
    {
        var endpoints = host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<Admission>()?.Caller is Caller.Owner)
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method => (method, endpoint)))
            .Where(each => each.method is not ("GET" or "HEAD")).ToList();
        endpoints.Count.ShouldBeGreaterThan(20);
        foreach (var (method, endpoint) in endpoints)
        {
            var name = endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName;
            var raw = "/" + endpoint.RoutePattern.RawText!.TrimStart('/').Replace("{kind}", "leads", StringComparison.Ordinal);
            var path = Regex.Replace(raw, "{[a-z]+}", "the-target");
            var answer = await owner.SendAsync(new HttpMethod(method), path);
            var records = (await RecordsAsync($"q={name}")).Where(record => record.GetProperty("what").GetString() == name).ToList();
            records.Select(record => record.GetProperty("outcome").GetString()).ShouldBe(
                [answer.Status < 400 ? "done" : answer.Code, "begun"], $"{method} {path}");
            records.Select(record => record.GetProperty("act").GetString()).Distinct().Count().ShouldBe(1, path);
            records.All(record => record.TryGetProperty("target", out var target)
                ? target.GetString()!.EndsWith("the-target", StringComparison.Ordinal)
                : !path.Contains("the-target", StringComparison.Ordinal)).ShouldBeTrue(path);
        }

        (await VerifyAsync()).GetProperty("isWhole").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Refusals_and_looks_are_not_on_record_and_notes_and_sign_ins_are()
    {
        (await host.Client.SendAsync(HttpMethod.Post, "/api/owner/stop")).Status.ShouldBe(401);
        await owner.GetAsync("/api/owner/inbox");
        (await RecordsAsync("")).ShouldBeEmpty();
        var account = TwinClient.Json(new { email = "ada@example.com", password = "correct horse battery" });
        await owner.SendAsync(HttpMethod.Post, "/api/auth/register", account);
        var note = TwinClient.Json(new { text = "Told Bob by phone.", target = new string('a', 32) });
        (await owner.SendAsync(HttpMethod.Post, "/api/owner/activities", note)).Status.ShouldBe(204);
        (await RecordsAsync("kind=sign-in")).Single().GetProperty("what").GetString().ShouldBe("SignIn");
        var kept = (await RecordsAsync("kind=note&q=bob")).Single();
        kept.GetProperty("target").GetString()!.ShouldStartWith("ref-");
        var id = kept.GetProperty("id").GetString();
        (await RecordsAsync($"q={new string('a', 32)}")).Single().GetProperty("id").GetString().ShouldBe(id);
        (await owner.GetAsync($"/api/owner/activities/{id}")).Text("text").ShouldBe("Told Bob by phone.");
        (await owner.GetAsync("/api/owner/activities/nothing")).Code.ShouldBe("item_not_found");
    }

    [Fact]
    public async Task What_a_tool_does_is_on_record_by_its_turn_without_a_visitors_word()
    {
        await using var model = await ModelServer.StartAsync();
        await using var twin = await TwinHost.StartAsync(model);
        model.Then(ModelServer.CallTools(("note_open_question", ["{\"question\":\"my-secret-question?\"}"])))
            .Then(ModelServer.Reply("No."));
        var turn = (await twin.Client.ChatAsync("my-secret-question?")).Text("turnId");
        var answer = (await twin.GetAsOwnerAsync($"/api/owner/activities?kind=tool&q={turn}")).Json;
        answer.GetProperty("activities").EnumerateArray().Select(each => each.GetProperty("outcome").GetString())
            .ShouldBe(["done", "begun"]);
        var session = twin.Client.SessionId!;
        DataOnDisk.Rows(twin.DataPath, "activity").ShouldAllBe(row => !row.Contains("secret", StringComparison.Ordinal)
            && !row.Contains(session, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pages_go_back_over_days_to_the_first_entry()
    {
        var all = new List<string>();
        for (var day = 0; day < 4; day++)
        {
            for (var i = 0; i < 3; i++)
            {
                var note = TwinClient.Json(new { text = $"Note {day}.{i}" });
                await owner.SendAsync(HttpMethod.Post, "/api/owner/activities", note);
                all.Insert(0, $"Note {day}.{i}");
                time.Advance(TimeSpan.FromSeconds(1));
            }

            time.Advance(TimeSpan.FromDays(1));
        }

        var (seen, before) = (new List<string>(), "");
        do
        {
            var page = (await owner.GetAsync($"/api/owner/activities?kind=note&limit=5{before}")).Json;
            seen.AddRange(page.GetProperty("activities").EnumerateArray().Select(each => each.GetProperty("text").GetString()!));
            before = page.TryGetProperty("next", out var next) ? $"&before={next.GetString()}" : "";
        }
        while (before.Length > 0);
        seen.ShouldBe(all);
        (await owner.GetAsync("/api/owner/activities?from=yesterday")).Code.ShouldBe("invalid_parameter");
        (await owner.GetAsync($"/api/owner/activities?from=0001-01-01&before=00010101-{new string('0', 30)}")).Code
            .ShouldBe("invalid_parameter");
        (await owner.SendAsync(HttpMethod.Delete, $"/api/auth/sessions/{new string('x', 600)}")).Code.ShouldBe("item_not_found");
        (await owner.GetAsync("/api/owner/activities?before=x")).Code.ShouldBe("invalid_parameter");
    }

    [Theory]
    [InlineData("UPDATE rows SET vals = replace(vals, 'Stop', 'Resume') WHERE tbl = 'activity'", "was changed")]
    [InlineData("UPDATE rows SET vals = replace(vals, 'Note 1', 'Note 2') WHERE tbl = 'activity'", "was changed")]
    [InlineData("DELETE FROM rows WHERE tbl = 'activity' AND key = (SELECT min(key) FROM rows WHERE tbl = 'activity')", "end of the chain")]
    [InlineData("DELETE FROM rows WHERE tbl = 'activity' AND key LIKE '%-99999998'", "missing or was added")]
    [InlineData("DELETE FROM rows WHERE tbl = 'activity' AND key LIKE 'chain-%'", "end of the chain")]
    [InlineData("DELETE FROM rows WHERE tbl = 'activity' AND key GLOB '[0-9]*'", "are missing")]
    [InlineData("DELETE FROM rows WHERE tbl = 'activity' AND key <> 'seal'", "when it was sealed")]
    public async Task Whatever_is_changed_of_it_shows(string change, string problem)
    {
        for (var i = 0; i < 3; i++)
        {
            await owner.SendAsync(HttpMethod.Post, "/api/owner/activities", TwinClient.Json(new { text = $"Note {i}" }));
            await owner.SendAsync(HttpMethod.Post, "/api/owner/stop");
        }

        var day = time.GetUtcNow();
        time.Advance(TimeSpan.FromDays(1));
        await host.Get<DigitalTwin.Sessions.RetentionSweep>().RunAsync(TestContext.Current.CancellationToken);
        var before = await VerifyAsync(day);
        (before.GetProperty("isWhole").GetBoolean(), before.GetProperty("isSealed").GetBoolean(), before.GetProperty("entries").GetInt32())
            .ShouldBe((true, true, 15));
        using (var connection = DataOnDisk.Connect(host.DataPath))
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test's own text.
            command.CommandText = change;
#pragma warning restore CA2100
            command.ExecuteNonQuery().ShouldBeGreaterThan(0);
        }

        var after = await VerifyAsync(day);
        after.GetProperty("isWhole").GetBoolean().ShouldBeFalse();
        after.GetProperty("problems").ToString().ShouldContain(problem);
    }

    private async Task<IReadOnlyList<JsonElement>> RecordsAsync(string query)
        => [.. (await owner.GetAsync($"/api/owner/activities?{query}")).Json.GetProperty("activities").EnumerateArray()];

    private async Task<JsonElement> VerifyAsync(DateTimeOffset? day = null)
        => (await owner.GetAsync($"/api/owner/activities/verify?day={day ?? time.GetUtcNow():yyyy-MM-dd}")).Json;
}
