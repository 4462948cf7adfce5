using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Testing;

/// <summary>Answers of OpenAI's Responses API, which refuses what the real one refuses.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses/create</remarks>
public static class ResponsesApi
{
    /// <summary>Text in pieces.</summary>
    public static Func<HttpContext, ModelRequest, Task> Reply(params string[] pieces) => Refusing(Stream(Message(pieces)));

    /// <summary>An answer only to what the real one answers.</summary>
    public static Func<HttpContext, ModelRequest, Task> Refusing(Func<HttpContext, ModelRequest, Task> answer) => async (http, request) =>
    {
        string[] unknown =
        [
            "messages", "max_tokens", "max_completion_tokens", "stream_options", "reasoning_effort", "verbosity", "temperature",
        ];
        if (unknown.FirstOrDefault(field => request.Body.TryGetProperty(field, out _)) is { } field)
        {
            http.Response.StatusCode = 400;
            await http.Response.WriteAsJsonAsync(new { error = new { message = $"Unknown parameter: '{field}'.", param = field } });
            return;
        }

        if (request.Body.GetProperty("input").EnumerateArray()
            .Any(item => !item.TryGetProperty("type", out _) && !item.TryGetProperty("role", out _)))
        {
            http.Response.StatusCode = 400;
            await http.Response.WriteAsJsonAsync(new { error = new { message = "Invalid value: ''.", param = "input[0]" } });
            return;
        }

        await answer(http, request);
    };

    /// <summary>An item with a message; <c>|</c> stands between the pieces in which it is streamed.</summary>
    public static string Message(params string[] pieces)
    {
        var text = JsonSerializer.Serialize(string.Join('|', pieces));
        return $$"""{"type":"message","role":"assistant","content":[{"type":"output_text","text":{{text}}}]}""";
    }

    /// <summary>An answer that is not streamed.</summary>
    public static Func<HttpContext, ModelRequest, Task> Whole(string message, string status) => (http, _) =>
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync($$"""{"id":"r","object":"response",{{status}},"model":"m","output":[{{message}}]}""");
    };

    /// <summary>An answer of items, streamed where that is asked for.</summary>
    public static Func<HttpContext, ModelRequest, Task> Stream(params string[] items) => async (http, request) =>
    {
        var output = items.Select(item => item.Replace("|", "", StringComparison.Ordinal)).ToList();
        var end = $$"""
            {"id":"r","object":"response","status":"completed","model":"m","output":[{{string.Join(',', output)}}],
            "usage":{"input_tokens":321,"output_tokens":12} }
            """;
        if (!request.Streams)
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(end);
            return;
        }

        http.Response.ContentType = "text/event-stream";
        await SendAsync(http, """{"type":"response.created","response":{"status":"in_progress","output":[]}}""");
        foreach (var (item, sent) in items.Zip(output))
        {
            using var json = JsonDocument.Parse(item);
            if (json.RootElement.GetProperty("type").GetString() == "message")
            {
                foreach (var piece in json.RootElement.GetProperty("content")[0].GetProperty("text").GetString()!.Split('|'))
                {
                    await SendAsync(http, $$"""{"type":"response.output_text.delta","delta":{{JsonSerializer.Serialize(piece)}}}""");
                }
            }

            await SendAsync(http, $$"""{"type":"response.output_item.done","item":{{sent}}}""");
        }

        await SendAsync(http, $$"""{"type":"response.completed","response":{{end}}}""");
    };

    private static async Task SendAsync(HttpContext http, string data)
    {
        await http.Response.WriteAsync($"data: {data.ReplaceLineEndings("")}\n\n");
        await http.Response.Body.FlushAsync();
    }
}
