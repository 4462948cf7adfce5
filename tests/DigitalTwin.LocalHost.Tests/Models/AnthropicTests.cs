using System.Text.Json;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Models;

/// <summary>The twin with a model behind Anthropic's Messages API.</summary>
public sealed class AnthropicTests : IAsyncLifetime
{
    private ModelServer model = null!;
    private TwinHost host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        model = await ModelServer.StartAsync();
        model.Otherwise = MessagesApi.Reply("It is ", "in the Notes [[writings]].");
        host = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await model.DisposeAsync();
    }

    [Fact]
    public async Task A_turn_is_streamed_and_ends_when_the_answer_does()
    {
        var events = await host.Client.StreamChatAsync("Where is it?").ToListAsync(Token);
        events.Count(each => each.Type == "delta").ShouldBeGreaterThan(1);
        var done = events[^1].Data;
        done.GetProperty("reply").GetString().ShouldBe("It is in the Notes [1].");
        done.GetProperty("model").GetString().ShouldBe("test-model-2026");
        var usage = done.GetProperty("usage");
        (usage.GetProperty("inputTokens").GetInt64(), usage.GetProperty("outputTokens").GetInt64()).ShouldBe((321, 12));
        var request = model.Requests.Single();
        request.Body.GetProperty("max_tokens").GetInt32().ShouldBe(1024);
        request.Body.GetProperty("tools").GetArrayLength().ShouldBeGreaterThan(0);
        request.Body.TryGetProperty("thinking", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task The_beginning_that_never_changes_and_the_history_are_marked_to_be_cached()
    {
        await host.Client.ChatAsync("Hello");
        await host.Client.ChatAsync("And who was your father?");
        var (first, second) = (model.Requests.First().Body, model.Requests.Last().Body);
        var system = second.GetProperty("system").EnumerateArray().Single();
        system.GetProperty("cache_control").GetProperty("type").GetString().ShouldBe("ephemeral");
        system.GetProperty("text").GetString()!.ShouldContain("10 December 1815");
        system.ToString().ShouldBe(first.GetProperty("system")[0].ToString(), "a cache serves what is equal only");
        var messages = second.GetProperty("messages").EnumerateArray().ToList();
        messages.Select(IsMarked).ShouldBe([false, true, true]);
    }

    [Fact]
    public async Task What_was_thought_before_a_call_comes_back_with_its_result()
    {
        await using var thinking = await StartAsync("Model:Reasoning=low");
        model.Then(MessagesApi.Answer(
            "tool_use", ("thinking", ["Where ", "was it?"]), ("tool_use", ["search_persona", "{\"query\":", "\"engine\"}"])));
        (await thinking.Client.ChatAsync("What engine?")).Text("reply").ShouldBe("It is in the Notes [1].");
        var request = model.Requests.Last().Body;
        request.GetProperty("thinking").GetProperty("type").GetString().ShouldBe("adaptive");
        request.GetProperty("output_config").GetProperty("effort").GetString().ShouldBe("low");
        request.GetProperty("max_tokens").GetInt32().ShouldBe(1024 + 4096, "thinking has room of its own");
        var messages = request.GetProperty("messages").EnumerateArray().TakeLast(2).ToList();
        var said = messages[0].GetProperty("content").EnumerateArray().ToList();
        said.Select(block => block.GetProperty("type").GetString()).ShouldBe(["thinking", "tool_use"]);
        said[0].GetProperty("thinking").GetString().ShouldBe("Where was it?");
        said[0].GetProperty("signature").GetString().ShouldBe("signed");
        said[1].GetProperty("input").GetProperty("query").GetString().ShouldBe("engine");
        messages[1].GetProperty("content")[0].GetProperty("type").GetString().ShouldBe("tool_result");
    }

    [Fact]
    public async Task A_model_without_adaptive_thinking_is_given_a_budget()
    {
        await using var thinking = await StartAsync("Model:Reasoning=low");
        model.Then((http, _) => MessagesApi.FailAsync(
            http, 400, "invalid_request_error", "adaptive thinking is not supported on this model"));
        (await thinking.Client.ChatAsync("Where is it?")).Json.GetProperty("degraded").GetBoolean().ShouldBeFalse();
        var budget = model.Requests.Last().Body.GetProperty("thinking");
        (budget.GetProperty("type").GetString(), budget.GetProperty("budget_tokens").GetInt32()).ShouldBe(("enabled", 4096));
    }

    [Theory]
    [InlineData("max_tokens", "length")]
    [InlineData("refusal", "content_filter")]
    public async Task An_answer_that_was_cut_off_says_so(string stopReason, string cutOff)
    {
        model.Then(MessagesApi.Answer(stopReason, ("text", ["It is"])));
        var answer = await host.Client.ChatAsync("Hello");
        (answer.Text("cutOff"), answer.Text("reply")[..5]).ShouldBe((cutOff, "It is"));
    }

    [Theory]
    [InlineData(401, "authentication_error", "check the secret 'model-api-key' for 127.0.0.1")]
    [InlineData(404, "not_found_error", "there is no model 'test-model'")]
    [InlineData(529, "overloaded_error", "could not be reached or broke off")]
    [InlineData(400, "Your credit balance is too low to access the Anthropic API.", "wants to be paid first")]
    public async Task A_failure_is_told_to_the_owner_and_the_offline_model_answers(int status, string type, string words)
    {
        model.Otherwise = (http, _) => MessagesApi.FailAsync(http, status, type, $"{type} secret-of-the-endpoint");
        var answer = await host.Client.ChatAsync("Can a machine think?");
        answer.Json.GetProperty("degraded").GetBoolean().ShouldBeTrue();
        var ready = (await host.GetAsOwnerAsync("/api/health/ready")).Json.ToString();
        ready.ShouldContain(words);
        (ready + answer.Json).ShouldNotContain("secret-of-the-endpoint");
    }

    [Fact]
    public async Task A_stream_that_fails_is_not_a_whole_answer()
    {
        model.Otherwise = MessagesApi.Overloaded();
        var answer = await host.Client.ChatAsync("Can a machine think?");
        answer.Json.GetProperty("degraded").GetBoolean().ShouldBeTrue();
        answer.Json.ToString().ShouldNotContain("secret-of-the-endpoint");
    }

    [Fact]
    public async Task An_address_may_end_in_v1()
    {
        await using var other = await StartAsync($"Model:Endpoint={model.Endpoint}/");
        (await other.Client.ChatAsync("Where is it?")).Text("reply").ShouldBe("It is in the Notes [1].");
    }

    [Fact]
    public async Task A_rotated_key_is_read_without_a_restart()
    {
        await using var rotating = await StartAsync("MODEL_API_KEY=old-key");
        (await rotating.Client.ChatAsync("Hello")).Json.GetProperty("degraded").GetBoolean().ShouldBeTrue();
        rotating.Get<Microsoft.Extensions.Configuration.IConfiguration>()["MODEL_API_KEY"] = "test-key";
        (await rotating.Client.ChatAsync("Hello")).Text("reply").ShouldBe("It is in the Notes [1].");
    }

    private static bool IsMarked(JsonElement message) => message.ToString().Contains("cache_control", StringComparison.Ordinal);

    private Task<TwinHost> StartAsync(params string[] settings) => TwinHost.StartAsync(
        model, ["Model:Provider=anthropic", $"Model:Endpoint={new Uri(model.Endpoint, "/")}", .. settings]);
}
