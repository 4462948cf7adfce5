using System.Text.Json;
using System.Text.Json.Nodes;
using DigitalTwin.Hosting;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Api;

namespace DigitalTwin.Agents.OpenAI;

/// <summary>The objects of the Responses API.</summary>
/// <remarks>
/// https://platform.openai.com/docs/api-reference/responses/object. <c>citations</c> is the twin's own member; clients that do not know it
/// ignore it.
/// </remarks>
internal static class ResponseObject
{
    public static JsonSerializerOptions Json { get; } = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A response.</summary>
    /// <param name="turn">The turn that it comes from.</param>
    /// <param name="created">When it began, in seconds since 1970.</param>
    /// <param name="view">How the turn ended, or <see langword="null"/> while it has not.</param>
    public static JsonObject Of(ProgramTurn turn, long created, TurnView? view)
    {
        var failure = view is null ? null : ProgramTurn.FailureOf(view);
        var isCut = view is not null && failure is null && CompletionStream.FinishOf(view) != "stop";
        return new JsonObject
        {
            ["id"] = $"resp_{turn.Id.SessionId}",
            ["object"] = "response",
            ["created_at"] = created,
            ["status"] = view is null ? "in_progress" : failure is not null ? "failed" : isCut ? "incomplete" : "completed",
            ["background"] = false,
            ["error"] = failure is null ? null : new JsonObject { ["code"] = failure.Code, ["message"] = failure.Title },
            ["incomplete_details"] = !isCut ? null : new JsonObject
            {
                ["reason"] = view!.CutOff == CutOffReason.ContentFilter ? "content_filter" : "max_output_tokens",
            },
            ["instructions"] = null,
            ["max_output_tokens"] = null,
            ["model"] = RequestReader.ModelId,
            ["output"] = view is null || failure is not null ? new JsonArray() : new JsonArray(Message(turn, view.Reply, isCut)),
            ["parallel_tool_calls"] = false,
            ["previous_response_id"] = null,
            ["reasoning"] = new JsonObject { ["effort"] = null, ["summary"] = null },
            ["store"] = false,
            ["temperature"] = null,
            ["text"] = new JsonObject { ["format"] = new JsonObject { ["type"] = "text" } },
            ["tool_choice"] = "none",
            ["tools"] = new JsonArray(),
            ["top_p"] = null,
            ["truncation"] = "disabled",
            ["usage"] = view is null ? null : Usage(view),
            ["metadata"] = new JsonObject(),
            ["citations"] = view is { Citations.Count: > 0 }
                ? JsonSerializer.SerializeToNode(view.Citations, ProductJson.Api.IReadOnlyListCitation)
                : null,
        };
    }

    /// <summary>The one item of its output.</summary>
    public static JsonObject Message(ProgramTurn turn, string? text, bool isCut = false) => new()
    {
        ["type"] = "message",
        ["id"] = IdOf(turn),
        ["status"] = text is null ? "in_progress" : isCut ? "incomplete" : "completed",
        ["role"] = "assistant",
        ["content"] = text is null ? new JsonArray() : new JsonArray(Text(text)),
    };

    /// <summary>The one part of its content.</summary>
    public static JsonObject Text(string text) => new()
    {
        ["type"] = "output_text",
        ["text"] = text,
        ["annotations"] = new JsonArray(),
        ["logprobs"] = new JsonArray(),
    };

    public static string IdOf(ProgramTurn turn) => $"msg_{turn.Id.SessionId}";

    private static JsonObject Usage(TurnView view) => new()
    {
        ["input_tokens"] = view.Usage.InputTokens,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
        ["output_tokens"] = view.Usage.OutputTokens,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
        ["total_tokens"] = view.Usage.InputTokens + view.Usage.OutputTokens,
    };
}
