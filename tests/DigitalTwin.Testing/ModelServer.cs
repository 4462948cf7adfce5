using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Testing;

/// <summary>A request as the model's endpoint got it.</summary>
public sealed record ModelRequest(JsonElement Body, IHeaderDictionary Headers, string Path)
{
    public bool Streams => Body.TryGetProperty("stream", out var stream) && stream.GetBoolean();

    /// <summary>The texts of the messages of a role, in order.</summary>
    public IReadOnlyList<string> Texts(string role)
        =>
        [
            .. Body.GetProperty("messages").EnumerateArray()
                .Where(message => message.GetProperty("role").GetString() == role)
                .Select(message => Text(message.GetProperty("content"))),
        ];

    private static string Text(JsonElement content)
        => content.ValueKind == JsonValueKind.String
            ? content.GetString()!
            : string.Concat(content.EnumerateArray().Select(part => part.GetProperty("text").GetString()));
}

/// <summary>A small OpenAI-compatible server on loopback that does what a test tells it to, request by request.</summary>
public sealed class ModelServer : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<Func<HttpContext, ModelRequest, Task>> script = new();

    private readonly TaskCompletionSource modelsAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ModelServer(WebApplication app) => this.app = app;

    /// <summary>Everything that was asked, in order.</summary>
    public ConcurrentQueue<ModelRequest> Requests { get; } = new();

    /// <summary>What requests get once the script is through.</summary>
    public Func<HttpContext, ModelRequest, Task> Otherwise { get; set; } = Reply("All right.");

    /// <summary>Every recording that was to be turned into text.</summary>
    public ConcurrentQueue<IFormCollection> Recordings { get; } = new();

    /// <summary>What recordings get.</summary>
    public Func<HttpContext, IFormCollection, Task> Heard { get; set; } = Hear("Who was your father?");

    /// <summary>What <c>GET /v1/models</c> gets.</summary>
    public string Models { get; set; } = """{"object":"list","data":[]}""";

    /// <summary>Ends when the models have been asked for.</summary>
    public Task ModelsAsked => modelsAsked.Task;

    public Uri Endpoint => new(app.Urls.First() + "/v1");

    public static async Task<ModelServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new ModelServer(app);
        app.MapPost("/{**path}", server.AnswerAsync);
        app.MapGet("/v1/models", server.ListAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Forgets script and requests: a server shared by tests begins afresh with each.</summary>
    public void Reset()
    {
        script.Clear();
        Requests.Clear();
        Recordings.Clear();
        Otherwise = Reply("All right.");
        Heard = Hear("Who was your father?");
    }

    /// <summary>Says what the next request gets.</summary>
    public ModelServer Then(Func<HttpContext, ModelRequest, Task> answer)
    {
        script.Enqueue(answer);
        return this;
    }

    /// <summary>A reply in pieces, with usage.</summary>
    public static Func<HttpContext, ModelRequest, Task> Reply(params string[] pieces) => Reply(pieces, null);

    /// <summary>A reply in pieces; before each one a gate is waited for.</summary>
    public static Func<HttpContext, ModelRequest, Task> Reply(
        string[] pieces,
        Func<int, Task>? before,
        int? cutAfter = null)
        => async (http, request) =>
    {
        if (!request.Streams)
        {
            // It is sent when the last word is written.
            for (var i = 0; i < pieces.Length; i++)
            {
                await (before?.Invoke(i) ?? Task.CompletedTask);
            }

            await http.Response.WriteAsJsonAsync(Whole(string.Concat(pieces)));
            return;
        }

        http.Response.ContentType = "text/event-stream";
        for (var i = 0; i < pieces.Length; i++)
        {
            await (before?.Invoke(i) ?? Task.CompletedTask);
            if (cutAfter == i)
            {
                // A reset overtakes what is still on its way.
                await Task.Delay(100);
                http.Abort();
                return;
            }

            await SendAsync(http, Chunk(new { content = pieces[i] }, null));
        }

        await EndAsync(http, "stop");
    };

    /// <summary>Tool calls, their arguments in pieces.</summary>
    public static Func<HttpContext, ModelRequest, Task> CallTools(params (string Name, string[] Arguments)[] calls)
        => async (http, request) =>
    {
        if (!request.Streams)
        {
            var whole = calls.Select((call, index) => ToolCall(index, call.Name, string.Concat(call.Arguments)));
            var message = new { role = "assistant", content = (string?)null, tool_calls = whole };
            await http.Response.WriteAsJsonAsync(Completion(message, "tool_calls"));
            return;
        }

        http.Response.ContentType = "text/event-stream";
        foreach (var (call, index) in calls.Select((call, index) => (call, index)))
        {
            var function = new { name = call.Name, arguments = "" };
            var begun = new { index, id = $"call_{index}", type = "function", function };
            await SendAsync(http, Chunk(new { tool_calls = new[] { begun } }, null));
            foreach (var piece in call.Arguments)
            {
                await SendAsync(http, Chunk(new { tool_calls = new[] { new { index, function = new { arguments = piece } } } }, null));
            }
        }

        await EndAsync(http, "tool_calls");
    };

    /// <summary>An error, as OpenAI puts it.</summary>
    public static Func<HttpContext, ModelRequest, Task> Fail(int status, params (string Name, string Value)[] headers) => async (http, _) =>
    {
        http.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            http.Response.Headers[name] = value;
        }

        await http.Response.WriteAsJsonAsync(new { error = new { message = "secret-of-the-endpoint", type = "test", code = "test" } });
    };

    /// <summary>What was understood of a recording.</summary>
    public static Func<HttpContext, IFormCollection, Task> Hear(string text) => (http, _) => http.Response.WriteAsJsonAsync(new { text });

    /// <summary>Nothing at all, until the caller gives up.</summary>
    public static Func<HttpContext, ModelRequest, Task> Hang() => (http, _) => Task.Delay(Timeout.Infinite, http.RequestAborted);

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private static object Usage => new { prompt_tokens = 321, completion_tokens = 12, total_tokens = 333 };

    private static object Whole(string text) => Completion(new { role = "assistant", content = text }, "stop");

    private static object ToolCall(int index, string name, string arguments)
        => new { id = $"call_{index}", type = "function", function = new { name, arguments } };

    private static object Completion(object message, string reason) => new
    {
        id = "chatcmpl-1",
        @object = "chat.completion",
        created = 1,
        model = "test-model-2026",
        choices = new[] { new { index = 0, message, finish_reason = reason } },
        usage = Usage,
    };

    private static object Chunk(object delta, string? reason) => new
    {
        id = "chatcmpl-1",
        @object = "chat.completion.chunk",
        created = 1,
        model = "test-model-2026",
        choices = new[] { new { index = 0, delta, finish_reason = reason } },
    };

    // As the real ones end where usage is asked for: a chunk with the reason, one with the usage and no choice, the mark.
    private static async Task EndAsync(HttpContext http, string reason)
    {
        await SendAsync(http, Chunk(new { }, reason));
        await SendAsync(http, new
        {
            id = "chatcmpl-1",
            @object = "chat.completion.chunk",
            created = 1,
            model = "test-model-2026",
            choices = Array.Empty<object>(),
            usage = Usage,
        });
        await http.Response.WriteAsync("data: [DONE]\n\n");
    }

    private static async Task SendAsync(HttpContext http, object data)
    {
        await http.Response.WriteAsync($"data: {JsonSerializer.Serialize(data)}\n\n");
        await http.Response.Body.FlushAsync();
    }

    private async Task ListAsync(HttpContext http)
    {
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(Models);
        modelsAsked.TrySetResult();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (http.Request.HasFormContentType)
        {
            var form = await http.Request.ReadFormAsync();
            Recordings.Enqueue(form);
            await Heard(http, form);
            return;
        }

        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var request = new ModelRequest(
            body.RootElement.Clone(),
            new HeaderDictionary(http.Request.Headers.ToDictionary(StringComparer.OrdinalIgnoreCase)),
            http.Request.Path);
        Requests.Enqueue(request);
        await (script.TryDequeue(out var answer) ? answer : Otherwise)(http, request);
    }
}
