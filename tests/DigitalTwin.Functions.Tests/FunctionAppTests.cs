using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using DigitalTwin.Functions.Tests.Host.Rpc;
using DigitalTwin.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Functions.Tests;

/// <summary>The function app's worker as a process, behind a stand-in for the Functions host, on Azurite.</summary>
public sealed class FunctionAppTests(FunctionAppFixture app) : FunctionAppTest(app), IClassFixture<FunctionAppFixture>
{
    [Fact]
    public async Task Every_address_of_the_product_is_reached_with_its_method()
    {
        await using var local = await TwinHost.StartAsync();
        var addresses = local.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                .Select(method => (method, endpoint.RoutePattern.RawText!)))
            .Distinct().ToList();
        addresses.Count.ShouldBeGreaterThan(40);
        foreach (var (method, route) in addresses)
        {
            var path = "/" + AccessTable.ExampleOf(route.TrimStart('/'));

            // The ticket of a session that was opened on the way would be a wrong key elsewhere, and make the other tests wait.
            Client.Ticket = null;
            var answer = await Client.SendAsync(new HttpMethod(method), path);

            // The product's own words for what it does not have; whatever else it says, its endpoint was reached.
            answer.Code.ShouldNotBeOneOf(["not_found", "method_not_allowed"], $"{method} {path}");
            answer.Response.Headers.Contains("X-Correlation-ID").ShouldBeTrue($"{method} {path}");
        }
    }

    [Fact]
    public async Task Chat_answers_as_JSON_and_remembers()
    {
        Model.Then(ModelServer.Reply("It is ", "me."));
        var answer = await Client.ChatAsync("Who are you?", "m-1");
        (answer.Status, answer.Text("reply"), answer.Text("model")).ShouldBe((200, "It is me.", "test-model-2026"));
        (await Client.ChatAsync("Who are you?", "m-1")).Text("turnId").ShouldBe(answer.Text("turnId"));
        Model.Requests.Count.ShouldBe(1);
        var history = (await Client.GetAsync($"/api/sessions/{Client.SessionId}/messages")).Json.GetProperty("messages");
        history.GetArrayLength().ShouldBe(2);
        (await Client.SendAsync(HttpMethod.Delete, $"/api/sessions/{Client.SessionId}")).Status.ShouldBe(204);
        (await Client.GetAsync($"/api/sessions/{Client.SessionId}/messages")).Code.ShouldBe("session_not_found");
    }

    [Fact]
    public async Task Events_come_one_by_one_as_they_happen()
    {
        var shown = new TaskCompletionSource();
        Model.Then(ModelServer.Reply(
            ["First ", "second."],
            piece => piece == 1 ? shown.Task.WaitAsync(TimeSpan.FromSeconds(20)) : Task.CompletedTask));
        var types = new List<string>();
        await foreach (var next in Client.StreamChatAsync("Hello"))
        {
            types.Add(next.Type);
            if (next.Type == "delta")
            {
                // The model goes on only once its first words are here: nothing between may hold them back.
                shown.TrySetResult();
            }
        }

        types.ShouldBe(["turn.started", "status", "delta", "delta", "usage", "turn.completed"]);
    }

    [Fact]
    public async Task A_stream_ends_before_the_platform_ends_it_and_can_be_taken_up()
    {
        Model.Then(Ask);
        using var request = Client.Request(HttpMethod.Post, "/api/chat", TwinClient.Json(new { message = "Send it." }));
        request.Headers.Accept.ParseAdd("text/event-stream");
        var time = Stopwatch.StartNew();
        var text = await (await Client.Http.SendAsync(request, Token)).Content.ReadAsStringAsync(Token);
        text.ShouldEndWith("event: reconnect\ndata: {}\n\n");
        time.Elapsed.ShouldBeGreaterThan(TimeSpan.FromSeconds(4.5));
        text.Split('\n').Last(line => line.StartsWith("id: ", StringComparison.Ordinal)).ShouldEndWith(":5");
    }

    [Fact]
    public async Task A_turn_waits_for_its_visitor_over_a_redeployment()
    {
        Model.Then(Ask).Then(ModelServer.Reply("The long one it is."));
        var asked = await Client.ChatAsync("Send it.");
        (asked.Status, asked.Text("waitingFor")).ShouldBe((202, "visitor"));
        await Host.RedeployAsync();
        var answered = await Client.ClarifyAsync(asked.Text("turnId"), "The long one");
        (answered.Status, answered.Json.GetProperty("reply").GetString())
            .ShouldBe((200, "The long one it is."), string.Join('\n', Host.Channel.Log));
        Model.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_owner_replies_to_a_visitor_who_asked_for_them()
    {
        Model.Then(ModelServer.CallTools(("hand_over", ["{\"reason\":\"They want to talk.\"}"])))
            .Then(ModelServer.Reply("I passed it on."));
        var turn = (await Client.ChatAsync("Can I talk to a real person?")).Text("handOver");
        (await TurnScript.ReplyInPersonAsync(Host.Address, "It is me.")).Status.ShouldBe(200);
        (await Client.ReplayAsync(turn).ToListAsync(Token))[^1].Data.GetProperty("reply").GetString().ShouldBe("It is me.");
    }

    [Fact]
    public async Task The_widget_comes_whole_and_can_be_checked()
    {
        using var script = await Client.Http.GetAsync("/widget.js", Token);
        var content = await script.Content.ReadAsByteArrayAsync(Token);
        var hash = Convert.ToBase64String(SHA384.HashData(content));
        (await Client.GetAsync("/api/widget")).Text("integrity").ShouldBe("sha384-" + hash);
        script.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["*"]);
    }

    [Fact]
    public async Task Recordings_and_pictures_get_through()
    {
        var sound = new ByteArrayContent(Sounds.Wav(5)) { Headers = { ContentType = new("audio/wav") } };
        (await Client.SendAsync(HttpMethod.Post, "/api/chat/voice", sound)).Text("transcript").ShouldBe("Who was your father?");
        var picture = new { mediaType = "image/png", data = Pictures.Png };
        var message = TwinClient.Json(new { message = "What is this?", attachments = new[] { picture } });
        (await Client.SendAsync(HttpMethod.Post, "/api/chat", message)).Status.ShouldBe(200);
        Model.Requests.Last().Body.GetProperty("messages").ToString().ShouldContain(Pictures.Png);
        (await Client.SendAsync(HttpMethod.Delete, $"/api/sessions/{Client.SessionId}")).Status.ShouldBe(204);
    }

    [Fact]
    public async Task Other_programs_are_answered()
    {
        using var owner = new TwinClient(Host.Address) { Ticket = TurnScript.OwnerKey };
        var key = (await owner.SendAsync(HttpMethod.Post, "/api/owner/keys", TwinClient.Json(new { name = "A program" }))).Text("key");
        using var program = new TwinClient(Host.Address) { Ticket = key };
        var request = program.Request(HttpMethod.Post, "/v1/chat/completions", TwinClient.Json(new
        {
            model = "digital-twin",
            stream = true,
            messages = new[] { new { role = "user", content = "Hello" } },
        }));
        using var streamed = await program.Http.SendAsync(request, Token);
        (await streamed.Content.ReadAsStringAsync(Token)).ShouldEndWith("data: [DONE]\n\n");
        var called = program.Request(HttpMethod.Post, "/mcp", TwinClient.Json(new
        {
            jsonrpc = "2.0",
            id = 1,
            method = "tools/call",
            @params = new { name = "ask_twin", arguments = new { question = "Hello?" } },
        }));
        called.Headers.Accept.ParseAdd("application/json, text/event-stream");
        using var asked = await program.Http.SendAsync(called, Token);
        (await asked.Content.ReadAsStringAsync(Token)).ShouldContain("All right.");
    }

    [Fact]
    public async Task Health_readiness_metrics_and_documents_answer()
    {
        (await Client.GetAsync("/api/health")).Status.ShouldBe(200);
        var ready = await Client.GetAsync("/api/health/ready");
        (ready.Status, ready.Text("status")).ShouldBe((200, "degraded"));
        (await Client.GetAsync("/metrics")).Code.ShouldBe("owner_key_invalid");
        ready.Json.GetProperty("dependencies").EnumerateArray()
            .Single(each => each.GetProperty("name").GetString() == "storage")
            .GetProperty("status").GetString().ShouldBe("ready");
        foreach (var path in new[] { "/docs", "/docs/docs.js", "/docs/docs.css", "/api/openapi.json", "/api/persona/card" })
        {
            (await Client.GetAsync(path)).Status.ShouldBe(200, path);
        }
    }

    [Fact]
    public async Task Errors_and_preflights_are_the_products_own()
    {
        (await Client.GetAsync("/api/nothing")).Code.ShouldBe("not_found");
        (await Client.SendAsync(HttpMethod.Put, "/api/chat")).Code.ShouldBe("method_not_allowed");
        var bad = await Client.SendAsync(HttpMethod.Post, "/api/chat", TwinClient.Json(new { message = "x", color = "red" }));
        (bad.Status, bad.Response.Headers.Contains("X-Correlation-ID")).ShouldBe((400, true));
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/api/chat")
        {
            Headers = { { "Origin", "http://localhost:3000" }, { "Access-Control-Request-Method", "POST" } },
        };
        var allowed = await Client.Http.SendAsync(preflight, Token);
        (allowed.StatusCode, allowed.Headers.GetValues("Access-Control-Allow-Origin").Single())
            .ShouldBe((HttpStatusCode.NoContent, "http://localhost:3000"));
    }

    [Fact]
    public async Task No_address_tells_how_the_engine_is_managed()
    {
        Model.Then(Ask);
        var asked = await Client.ChatAsync("Send it.");
        var seen = asked.Json.GetRawText() + string.Concat(asked.Response.Headers.Select(header => string.Concat(header.Value)));
        foreach (var word in new[] { "durabletask", "runtime/webhooks", "code=secret", "taskHub" })
        {
            seen.ShouldNotContain(word);
        }
    }

    [Fact]
    public async Task The_schedules_run()
    {
        foreach (var timer in new[] { "TakeUpTurns", "Retention" })
        {
            var result = (await Host.FireAsync(timer)).Result;
            result.Status.ShouldBe(StatusResult.Types.Status.Success, $"{timer}: {result.Exception?.Message}");
        }
    }
}
