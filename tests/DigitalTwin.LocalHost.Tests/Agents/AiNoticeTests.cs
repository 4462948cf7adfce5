using System.Text.Json;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Agents;

/// <summary>That an AI answers is said wherever it does (AI Act, Article 50).</summary>
public sealed class AiNoticeTests : AgentTest
{
    [Fact]
    public async Task Json_events_and_history_say_it()
    {
        var visitor = Host.NewClient();
        (await visitor.ChatAsync("Hello")).Json.GetProperty("aiGenerated").GetBoolean().ShouldBeTrue();
        var events = await visitor.StreamChatAsync("Hello again").ToListAsync(Token);
        events[^1].Data.GetProperty("aiGenerated").GetBoolean().ShouldBeTrue();
        var turn = await visitor.GetAsync($"/api/turns/{events[^1].Data.GetProperty("turnId").GetString()}");
        turn.Json.GetProperty("aiGenerated").GetBoolean().ShouldBeTrue();
        var messages = (await visitor.GetAsync($"/api/sessions/{visitor.SessionId}/messages")).Json.GetProperty("messages");
        messages.EnumerateArray()
            .Select(message => (message.GetProperty("role").GetString(), message.GetProperty("aiGenerated").GetBoolean()))
            .ShouldBe([("user", false), ("assistant", true), ("user", false), ("assistant", true)]);
    }

    [Fact]
    public async Task What_the_owner_wrote_does_not_say_it()
    {
        Model.Then(ModelServer.CallTools(("hand_over", ["""{"reason":"x"}"""])));
        var visitor = Host.NewClient();
        var turn = (await visitor.ChatAsync("Let me talk to her")).Text("handOver");
        var id = (await Owner.GetAsync("/api/owner/inbox")).Json.GetProperty("handOvers")[0].GetProperty("id").GetString();
        await Owner.SendAsync(HttpMethod.Post, $"/api/owner/inbox/hand-overs/{id}/reply", TwinClient.Json(new { message = "It is me." }));
        var events = await visitor.ReplayAsync(turn).ToListAsync(Token);
        events[^1].Data.GetProperty("reply").GetString().ShouldBe("It is me.");
        events[^1].Data.GetProperty("aiGenerated").GetBoolean().ShouldBeFalse();
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"digital-twin","messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("/v1/chat/completions", """{"model":"digital-twin","stream":true,"messages":[{"role":"user","content":"Hi"}]}""")]
    [InlineData("/v1/responses", """{"model":"digital-twin","input":"Hi"}""")]
    [InlineData("/v1/responses", """{"model":"digital-twin","stream":true,"input":"Hi"}""")]
    [InlineData("/mcp", """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ask_twin","arguments":{"question":"Hi"}}}""")]
    public async Task Programs_are_told_in_a_header(string path, string body)
    {
        using var program = new TwinClient(Host.Address) { Ticket = Key };
        var request = program.Request(HttpMethod.Post, path, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        using var response = await program.Http.SendAsync(request, Token);
        ((int)response.StatusCode).ShouldBe(200);
        response.Headers.GetValues("AI-Disclosure").ShouldBe(["mode=ai-originated"]);
        (await response.Content.ReadAsStringAsync(Token)).ShouldContain("All right.");
    }

    [Theory]
    [InlineData("POST", "/v1/embeddings", 404)]
    [InlineData("GET", "/v1/chat/completions", 405)]
    [InlineData("GET", "/v1/nothing/at/all", 404)]
    public async Task Errors_below_v1_are_in_openais_shape_everywhere(string method, string path, int status)
    {
        using var program = new TwinClient(Host.Address) { Ticket = Key };
        var answer = await program.SendAsync(new HttpMethod(method), path);
        answer.Status.ShouldBe(status);
        answer.Json.GetProperty("error").GetProperty("type").GetString().ShouldBe("invalid_request_error");
        answer.Json.GetProperty("error").GetProperty("param").ValueKind.ShouldBe(JsonValueKind.Null);
    }
}
