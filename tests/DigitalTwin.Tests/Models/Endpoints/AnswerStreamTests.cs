using System.Diagnostics;
using System.Text;
using DigitalTwin.Models;
using DigitalTwin.Models.Completions;
using DigitalTwin.Models.Endpoints;
using DigitalTwin.Models.InnerTalk;
using DigitalTwin.Models.OpenAI;
using DigitalTwin.Models.Responses;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Tests.Models.Endpoints;

/// <summary>Good streams, damaged in ways that nobody thought of.</summary>
public sealed class AnswerStreamTests
{
    private const string Completions = """
        data: {"id":"c","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

        data: {"choices":[{"index":0,"delta":{"content":"Hello <think>ä</think>😀"}}]}

        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"q\":"}}]}}]}

        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}}]}

        data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

        data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":1}}}

        data: [DONE]


        """;

    private const string Responses = """
        event: response.created
        data: {"type":"response.created","response":{"id":"r","status":"in_progress","output":[]}}

        data: {"type":"response.output_item.done","item":{"type":"reasoning","id":"x","summary":[],"encrypted_content":"abc"}}

        data: {"type":"response.output_text.delta","delta":"Hello 😀"}

        data: {"type":"response.output_item.done","item":{"type":"function_call","call_id":"a","name":"f","arguments":"{}"}}

        data: {"type":"response.completed","response":{"status":"completed","model":"m","usage":{"input_tokens":3,"output_tokens":4}}}


        """;

    private static readonly string[] Junk =
    [
        "null", "\"\"", "{}", "[]", "-1", "1e999", "\\ud83d", "\n\n", "data: ", "[DONE]", "\"error\":{\"code\":500},", "\0", "\u00ff", "<",
        "}", "{",
        "\"finish_reason\":\"length\"", "tool_calls", "</think>", ",", "\"type\":\"error\"",
    ];

    [Theory]
    [InlineData(Completions)]
    [InlineData(Responses)]
    public void A_damaged_stream_is_an_answer_or_a_failure_of_the_model(string good) => Properties.ForAll(
        from changes in Gen.ArrayOf(Gen.Choose(0, int.MaxValue - 1).SelectMany(_ => Change(good.Length)), 3)
        select changes,
        changes =>
        {
            var bytes = Encoding.UTF8.GetBytes(changes.Aggregate(good, (text, change) => change(text)));
            var started = Stopwatch.GetTimestamp();
            Read(bytes, good == Responses);
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(2));
        },
        5_000);

    [Theory]
    [InlineData(Completions, "Hello 😀")]
    [InlineData(Responses, "Hello 😀")]
    public void The_stream_itself_is_read_whole(string good, string text)
    {
        var updates = Read(Encoding.UTF8.GetBytes(good), good == Responses).ShouldNotBeNull();
        string.Concat(updates.Select(update => update.Text)).ShouldBe(text);
        updates.SelectMany(update => update.Contents).OfType<FunctionCallContent>().ShouldHaveSingleItem().Name.ShouldBe("f");
        updates.SelectMany(update => update.Contents).OfType<UsageContent>().ShouldHaveSingleItem().Details.InputTokenCount.ShouldBe(3);
        updates.Last(update => update.FinishReason is not null).FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
    }

    private static FsCheck.Gen<Func<string, string>> Change(int length)
        => from at in Gen.Choose(0, length - 1)
           from count in Gen.Choose(0, 30)
           from junk in Gen.Elements(Junk)
           from kind in Gen.Choose(0, 4)
           select (Func<string, string>)(text => Apply(text, at % Math.Max(1, text.Length), count, junk, kind));

    private static string Apply(string text, int at, int count, string junk, int kind)
    {
        var end = Math.Min(text.Length, at + count);
        return kind switch
        {
            0 => text[..at],
            1 => text[..at] + text[end..],
            2 => text[..at] + junk + text[at..],
            3 => text[..at] + junk + text[end..],
            _ => text[..end] + text[at..],
        };
    }

    // Null where the model failed; any other exception is a defect.
    private static List<ChatResponseUpdate>? Read(byte[] bytes, bool isResponses)
    {
        var spoken = new SpokenText(["f"], thinksFirst: false);
        IAnswerReader reader = isResponses ? new ResponsesReader() : new CompletionReader();
        try
        {
            var answer = new AnswerStream(new BoundedBody(new MemoryStream(bytes)), reader, TimeProvider.System);
            var updates = answer.ReadAsync(CancellationToken.None).ToBlockingEnumerable().ToList();
            foreach (var text in updates.SelectMany(update => update.Contents).OfType<TextContent>())
            {
                text.Text = spoken.Add(text.Text);
            }

            spoken.End(wasCut: false);
            return updates;
        }
        catch (Exception error) when ((error as ModelException ?? ModelFailures.TryMap(error, CancellationToken.None)) is not null)
        {
            // As the client has it around the stream.
            return null;
        }
    }
}
