using DigitalTwin.Models;
using DigitalTwin.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Tests.Models.OpenAI;

/// <summary>Tool calls and their results, to the model and back.</summary>
public sealed class OpenAIToolCallTests : OpenAIChatClientTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tools_are_offered_and_their_calls_come_back_whole(bool streams)
    {
        var tool = AIFunctionFactory.Create((string city, int days) => $"{city} {days}", "forecast", "The weather.");
        Server.Then(ModelServer.CallTools(("forecast", ["{\"city\":\"Tu", "rin\",\"days\":2}"]), ("forecast", ["{broken"])));
        var options = new ChatOptions { Tools = [tool] };
        var contents = streams
            ? (await Client().GetStreamingResponseAsync(Hello, options, Token).ToListAsync(Token))
                .SelectMany(update => update.Contents).ToList()
            : (await Client().GetResponseAsync(Hello, options, Token)).Messages[0].Contents;
        var calls = contents.OfType<FunctionCallContent>().ToList();
        calls.Count.ShouldBe(2);
        calls[0].Name.ShouldBe("forecast");
        calls[0].CallId.ShouldBe("call_0");
        calls[0].Arguments!["city"]!.ToString().ShouldBe("Turin");
        calls[1].Exception.ShouldNotBeNull();
        var offered = Server.Requests.Single().Body.GetProperty("tools")[0].GetProperty("function");
        offered.GetProperty("name").GetString().ShouldBe("forecast");
        offered.GetProperty("parameters").GetProperty("properties").GetProperty("days").GetProperty("type").GetString().ShouldBe("integer");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_may_come_without_arguments_and_beside_a_broken_one(bool streams)
    {
        Server.Then(ModelServer.CallTools(("now", []), ("forecast", ["broken"]), ("now", [""])));
        var contents = streams
            ? (await Client().GetStreamingResponseAsync(Hello, null, Token).ToListAsync(Token))
                .SelectMany(update => update.Contents).ToList()
            : (await Client().GetResponseAsync(Hello, null, Token)).Messages[0].Contents;
        var calls = contents.OfType<FunctionCallContent>().ToList();
        calls.Select(call => (call.CallId, call.Exception is null)).ShouldBe([("call_0", true), ("call_1", false), ("call_2", true)]);
    }

    [Fact]
    public async Task A_stream_that_ends_in_the_middle_of_a_call_brings_no_call()
    {
        const string Call = """{"index":0,"id":"c","function":{"name":"now","arguments":"{"}}""";
        const string Chunk = """{"choices":[{"index":0,"delta":{"tool_calls":[""" + Call + "]}}]}";
        Server.Then(async (http, _) => await Results.Text($"data: {Chunk}\n\ndata: [DONE]\n\n", "text/event-stream").ExecuteAsync(http));
        var contents = new List<AIContent>();
        var error = await Should.ThrowAsync<ModelException>(async () =>
        {
            await foreach (var update in Client().GetStreamingResponseAsync(Hello, null, Token))
            {
                contents.AddRange(update.Contents);
            }
        });
        error.Message.ShouldBe("The endpoint ended its answer in the middle.");
        contents.OfType<FunctionCallContent>().ShouldBeEmpty();
    }

    [Fact]
    public async Task Calls_and_results_go_back_to_the_model()
    {
        var turin = new Dictionary<string, object?> { ["city"] = "Turin" };
        ChatMessage[] messages =
        [
            .. Hello,
            new(ChatRole.Assistant, [new TextContent("Looking."), new FunctionCallContent("c1", "forecast", turin)]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", new { sky = "blue" })]),
        ];
        await Client().GetResponseAsync(messages, null, Token);
        var sent = Server.Requests.Single().Body.GetProperty("messages");
        sent[4].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString().ShouldBe("""{"city":"Turin"}""");
        sent[5].GetProperty("tool_call_id").GetString().ShouldBe("c1");
        sent[5].GetProperty("content").ToString().ShouldContain("blue");
    }

    [Fact]
    public async Task A_call_without_arguments_goes_back_with_an_empty_object()
    {
        ChatMessage[] messages =
        [
            .. Hello,
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "now")]),
            new(ChatRole.Tool, [new FunctionResultContent("c1", "noon")]),
        ];
        await Client().GetResponseAsync(messages, null, Token);
        var call = Server.Requests.Single().Body.GetProperty("messages")[4].GetProperty("tool_calls")[0];
        call.GetProperty("function").GetProperty("arguments").GetString().ShouldBe("{}");
        messages[4].RawRepresentation.ShouldBeNull();
    }
}
