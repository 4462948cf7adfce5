using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Testing;

/// <summary>Answers of Anthropic's Messages API, which refuses what the real one refuses.</summary>
/// <remarks>https://docs.claude.com/en/api/messages and https://docs.claude.com/en/docs/build-with-claude/streaming</remarks>
public static class MessagesApi
{
    private static readonly string[] Fields =
    [
        "model", "messages", "max_tokens", "system", "tools", "tool_choice", "stream", "thinking", "output_config", "metadata",
        "stop_sequences", "temperature", "top_k", "top_p", "service_tier", "cache_control",
    ];

    /// <summary>An answer of blocks, of which each is a kind (<c>text</c>, <c>tool_use</c>, <c>thinking</c>) and its pieces.</summary>
    public static Func<HttpContext, ModelRequest, Task> Answer(string stopReason, params (string Kind, string[] Pieces)[] blocks)
        => Refusing(async (http, _) =>
    {
        http.Response.ContentType = "text/event-stream";
        await SendAsync(http, "message_start", """
            {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"test-model-2026","content":[],
            "stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":21,"cache_read_input_tokens":300,
            "cache_creation_input_tokens":0,"output_tokens":1} } }
            """);
        await SendAsync(http, "ping", """{"type":"ping"}""");
        foreach (var ((kind, pieces), index) in blocks.Select((block, index) => (block, index)))
        {
            await SendAsync(http, "content_block_start", Start(kind, pieces, index));
            foreach (var piece in pieces.Skip(kind == "tool_use" ? 1 : 0))
            {
                await SendAsync(http, "content_block_delta", Delta(kind, piece, index));
            }

            if (kind == "thinking")
            {
                await SendAsync(http, "content_block_delta", Delta("signature", "signed", index));
            }

            await SendAsync(http, "content_block_stop", $$"""{"type":"content_block_stop","index":{{index}}}""");
        }

        await SendAsync(
            http,
            "message_delta",
            $$$"""{"type":"message_delta","delta":{"stop_reason":"{{{stopReason}}}","stop_sequence":null},"usage":{"output_tokens":12}}""");
        await SendAsync(http, "message_stop", """{"type":"message_stop"}""");

        // Connections are kept for the next request.
        await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    });

    /// <summary>Text in pieces.</summary>
    public static Func<HttpContext, ModelRequest, Task> Reply(params string[] pieces) => Answer("end_turn", ("text", pieces));

    /// <summary>An event in the midst of an answer that says that it failed.</summary>
    public static Func<HttpContext, ModelRequest, Task> Overloaded() => Refusing(async (http, _) =>
    {
        http.Response.ContentType = "text/event-stream";
        await SendAsync(http, "error", """{"type":"error","error":{"type":"overloaded_error","message":"secret-of-the-endpoint"}}""");
    });

    /// <summary>An error.</summary>
    public static Task FailAsync(HttpContext http, int status, string type, string message)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(new { type = "error", error = new { type, message } });
    }

    private static Func<HttpContext, ModelRequest, Task> Refusing(Func<HttpContext, ModelRequest, Task> answer) => (http, request)
        => WhatIsWrong(request) is { } wrong ? FailAsync(http, 400, "invalid_request_error", wrong)
            : request.Headers["x-api-key"].ToString() != "test-key" ? FailAsync(http, 401, "authentication_error", "invalid x-api-key")
            : answer(http, request);

    private static string? WhatIsWrong(ModelRequest request)
    {
        var messages = request.Body.GetProperty("messages").EnumerateArray().ToList();
        var results = messages.Skip(1).Zip(messages, (next, before) => (Results: Ids(next, "tool_use_id"), Calls: Ids(before, "id")));
        return request.Path != "/v1/messages" ? "There is no such address."
            : request.Headers["anthropic-version"].Count != 1 ? "anthropic-version: header is required"
            : request.Body.EnumerateObject().Select(field => field.Name).FirstOrDefault(name => !Fields.Contains(name)) is { } unknown
                ? $"{unknown}: Extra inputs are not permitted"
            : messages.Any(message => message.GetProperty("role").GetString() is not ("user" or "assistant"))
                ? "messages.0.role: Input should be 'user' or 'assistant'"
            : results.Any(each => !each.Results.Order().SequenceEqual(each.Calls.Order()))
                ? "`tool_use` ids were found without `tool_result` blocks immediately after"
            : messages.Any(HasThoughtWithoutSignature) ? "messages.1.content.0.thinking.signature: Field required"
            : request.Body.GetRawText().Split("\"cache_control\"").Length > 5 ? "A maximum of 4 blocks with cache_control may be provided."
            : null;
    }

    private static bool HasThoughtWithoutSignature(JsonElement message)
        => message.GetProperty("content") is { ValueKind: JsonValueKind.Array } content && content.EnumerateArray().Any(block
            => block.GetProperty("type").GetString() == "thinking"
                && (!block.TryGetProperty("signature", out var signature) || signature.GetString() is not { Length: > 0 }));

    private static List<string> Ids(JsonElement message, string field)
        => message.GetProperty("content").ValueKind != JsonValueKind.Array ? []
            : [.. message.GetProperty("content").EnumerateArray()
                .Where(block => block.TryGetProperty(field, out _))
                .Select(block => block.GetProperty(field).GetString()!)];

    private static string Start(string kind, string[] pieces, int index)
    {
        object block = kind switch
        {
            "tool_use" => new { type = kind, id = $"toolu_{index}", name = pieces[0], input = new { } },
            "thinking" => new { type = kind, thinking = "", signature = "" },
            _ => new { type = kind, text = "" },
        };
        return JsonSerializer.Serialize(new { type = "content_block_start", index, content_block = block });
    }

    private static string Delta(string kind, string piece, int index)
    {
        object delta = kind switch
        {
            "tool_use" => new { type = "input_json_delta", partial_json = piece },
            "thinking" => new { type = "thinking_delta", thinking = piece },
            "signature" => new { type = "signature_delta", signature = piece },
            _ => new { type = "text_delta", text = piece },
        };
        return JsonSerializer.Serialize(new { type = "content_block_delta", index, delta });
    }

    private static async Task SendAsync(HttpContext http, string name, string data)
    {
        await http.Response.WriteAsync($"event: {name}\ndata: {data.ReplaceLineEndings("")}\n\n");
        await http.Response.Body.FlushAsync();
    }
}
