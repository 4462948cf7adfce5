using System.Text.Json;
using DigitalTwin.Testing;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.LocalHost.Tests.Models;

/// <summary>A model behind OpenAI's Responses API, which refuses what the real one refuses.</summary>
public sealed class ResponsesTests : IAsyncLifetime
{
    private const string Search = """
        {"type":"function_call","id":"fc_1","call_id":"call_1","name":"search_persona","arguments":"{\"query\":\"engine\"}"}
        """;

    private const string Thought = """
        {"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"sealed","status":null}
        """;

    private ModelServer model = null!;
    private TwinHost host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        model = await ModelServer.StartAsync();
        model.Otherwise = ResponsesApi.Refusing(ResponsesApi.Stream(ResponsesApi.Message("It is ", "in the Notes [[writings]].")));
        host = await TwinHost.StartAsync(model, "Model:Api=responses", "Model:Reasoning=low", "Model:Verbosity=low");
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await model.DisposeAsync();
    }

    [Fact]
    public async Task A_turn_is_stateless_and_streamed()
    {
        var events = await host.Client.StreamChatAsync("Where is it?").ToListAsync(Token);
        events.Count(each => each.Type == "delta").ShouldBeGreaterThan(1);
        var done = events[^1].Data;
        done.GetProperty("reply").GetString().ShouldBe("It is in the Notes [1].");
        done.GetProperty("usage").GetProperty("inputTokens").GetInt64().ShouldBe(321);
        var request = model.Requests.Single();
        request.Path.ShouldBe("/v1/responses");
        request.Body.GetProperty("store").GetBoolean().ShouldBeFalse();
        request.Body.GetProperty("include")[0].GetString().ShouldBe("reasoning.encrypted_content");
        request.Body.GetProperty("reasoning").GetProperty("effort").GetString().ShouldBe("low");
        request.Body.GetProperty("text").GetProperty("verbosity").GetString().ShouldBe("low");
        request.Body.GetProperty("prompt_cache_key").GetString()!.ShouldStartWith("twin-");
        request.Body.GetProperty("max_output_tokens").GetInt32().ShouldBe(1024 + 4096, "thinking has room of its own");
        request.Body.GetProperty("tools")[0].GetProperty("name").ValueKind.ShouldBe(JsonValueKind.String);
    }

    [Fact]
    public async Task A_whole_answer_is_read_too()
    {
        model.Otherwise = ResponsesApi.Refusing(ResponsesApi.Whole(ResponsesApi.Message("All right."), "\"status\":\"completed\""));
        (await host.Client.ChatAsync("Hello")).Text("reply").ShouldBe("All right.");
        model.Requests.Single().Streams.ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_thought_before_a_call_comes_back_with_its_result()
    {
        model.Then(ResponsesApi.Refusing(ResponsesApi.Stream(Thought, Search)));
        (await host.Client.ChatAsync("What engine?")).Text("reply").ShouldBe("It is in the Notes [1].");
        var input = model.Requests.Last().Body.GetProperty("input").EnumerateArray().ToList();
        var types = input.TakeLast(3).Select(item => item.GetProperty("type").GetString());
        types.ShouldBe(["reasoning", "function_call", "function_call_output"]);
        var thought = input[^3];
        thought.GetProperty("encrypted_content").GetString().ShouldBe("sealed");
        thought.TryGetProperty("status", out _).ShouldBeFalse("it is not a field of an input");
        input[^2].GetProperty("call_id").GetString().ShouldBe(input[^1].GetProperty("call_id").GetString());
    }

    [Theory]
    [InlineData("\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"max_output_tokens\"}", "length")]
    [InlineData("\"status\":\"incomplete\",\"incomplete_details\":{\"reason\":\"content_filter\"}", "content_filter")]
    public async Task An_answer_that_was_cut_off_says_so(string status, string cutOff)
    {
        model.Otherwise = ResponsesApi.Refusing(ResponsesApi.Whole(ResponsesApi.Message("It is"), status));
        var answer = await host.Client.ChatAsync("Hello");
        (answer.Text("cutOff"), answer.Text("reply")[..5]).ShouldBe((cutOff, "It is"));
    }

    [Theory]
    [InlineData("\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"secret\"}")]
    [InlineData("\"status\":\"cancelled\"")]
    public async Task An_answer_that_failed_is_none(string status)
    {
        model.Otherwise = ResponsesApi.Refusing(ResponsesApi.Whole(ResponsesApi.Message("It is"), status));
        (await host.Client.ChatAsync("Can a machine think?")).Json.GetProperty("degraded").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task An_effort_that_the_model_does_not_know_is_replaced_by_the_lowest_it_knows()
    {
        await using var lowest = await TwinHost.StartAsync(model, "Model:Api=responses", "Model:Reasoning=none");
        model.Otherwise = async (http, request) =>
        {
            if (request.Body.TryGetProperty("reasoning", out var reasoning) && reasoning.GetProperty("effort").GetString() == "none")
            {
                http.Response.StatusCode = 400;
                await http.Response.WriteAsJsonAsync(new
                {
                    error = new
                    {
                        message = "Unsupported value: 'none' is not supported with the 'test' model. "
                            + "Supported values are: 'low', 'medium', and 'high'.",
                        param = "reasoning.effort",
                        code = "unsupported_value",
                    },
                });
                return;
            }

            await ResponsesApi.Stream(ResponsesApi.Message("Fine."))(http, request);
        };
        (await lowest.Client.ChatAsync("Hello")).Text("reply").ShouldBe("Fine.");
        model.Requests.Last().Body.GetProperty("reasoning").GetProperty("effort").GetString().ShouldBe("low");
    }
}
