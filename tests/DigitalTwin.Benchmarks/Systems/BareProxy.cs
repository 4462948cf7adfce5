using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Benchmarks.Systems;

/// <summary>
/// The floor: passes a message to the model and the reply back, and nothing else. With a folder, it keeps the message first, in a file of
/// its own with one fsync: what a twin that loses nothing has to do at least.
/// </summary>
internal sealed class BareProxy(Uri model, string? folder)
{
    private readonly HttpClient client = new(new SocketsHttpHandler()) { Timeout = Timeout.InfiniteTimeSpan };

    public Task RunAsync(int port) => Program.ServeAsync(port, AnswerAsync);

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body, default, http.RequestAborted);
        var message = body.RootElement.GetProperty("message").GetString()!;
        if (folder is not null)
        {
            using var file = File.OpenHandle(Path.Combine(folder, Guid.NewGuid().ToString("N")), FileMode.CreateNew, FileAccess.Write);
            RandomAccess.Write(file, JsonSerializer.SerializeToUtf8Bytes(message), 0);
            RandomAccess.FlushToDisk(file);
        }

        var streams = http.Request.Headers.Accept == "text/event-stream";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{model}/chat/completions")
        {
            Content = JsonContent.Create(new { model = "stub", stream = streams, messages = new[] { Said(message) } }),
        };
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);
        http.Response.ContentType = answer.Content.Headers.ContentType!.ToString();
        await using var reply = await answer.Content.ReadAsStreamAsync(http.RequestAborted);
        if (streams)
        {
            await PassAsync(reply, http);
        }
        else
        {
            using var whole = await JsonDocument.ParseAsync(reply, default, http.RequestAborted);
            var text = whole.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();
            await http.Response.WriteAsJsonAsync(new { reply = text });
        }
    }

    private static object Said(string message) => new { role = "user", content = message };

    private static async Task PassAsync(Stream reply, HttpContext http)
    {
        var buffer = new byte[16 * 1024];
        while (await reply.ReadAsync(buffer, http.RequestAborted) is > 0 and var count)
        {
            await http.Response.Body.WriteAsync(buffer.AsMemory(0, count), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }
}
