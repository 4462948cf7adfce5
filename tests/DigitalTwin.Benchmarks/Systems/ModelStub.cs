using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Benchmarks.Systems;

/// <summary>
/// An OpenAI-compatible model that costs next to nothing, so that what is measured is what stands before it. What a message says decides
/// how it is answered: at once, in pieces 10 ms apart, or with one piece and then nothing.
/// </summary>
internal static class ModelStub
{
    /// <summary>What is in every piece of a reply, and in nothing that comes before it.</summary>
    public const string Word = "pianoforte";

    /// <summary>A message that is answered at once.</summary>
    public const string Instant = "What did you do before?";

    /// <summary>A message that is answered in pieces <see cref="Pace"/> apart.</summary>
    public const string Paced = "Take your paced-reply, please.";

    /// <summary>A message whose reply begins and does not end.</summary>
    public const string Held = "Keep me on the held-reply line.";

    /// <summary>How many pieces a reply has.</summary>
    public const int Pieces = 60;

    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    private const string Chunk = "chat.completion.chunk";

    private static readonly byte[] Whole = Json(new
    {
        id = "c1",
        @object = "chat.completion",
        created = 1,
        model = "stub",
        choices = new[] { new { index = 0, message = new { role = "assistant", content = Text() }, finish_reason = "stop" } },
        usage = Usage,
    });

    private static readonly byte[][] Stream =
    [
        .. Enumerable.Range(0, Pieces).Select(piece => Event(Choice(new { role = "assistant", content = $"{Word} {piece} " }, null))),
        Event(Choice(new { }, "stop")),
        Event(new { id = "c1", @object = Chunk, created = 1, model = "stub", choices = Array.Empty<object>(), usage = Usage }),
        Encoding.UTF8.GetBytes("data: [DONE]\n\n"),
    ];

    private static object Usage => new { prompt_tokens = 900, completion_tokens = 120, total_tokens = 1020 };

    public static Task RunAsync(int port) => Program.ServeAsync(port, AnswerAsync);

    private static async Task AnswerAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var asked = body.GetBuffer().AsMemory(0, (int)body.Length);
        if (asked.Span.IndexOf("\"stream\":true"u8) < 0 && asked.Span.IndexOf("\"stream\": true"u8) < 0)
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = Whole.Length;
            await http.Response.Body.WriteAsync(Whole);
            return;
        }

        http.Response.ContentType = "text/event-stream";
        var isPaced = asked.Span.IndexOf("paced-reply"u8) >= 0;
        var isHeld = asked.Span.IndexOf("held-reply"u8) >= 0;
        await SendAsync(http, isHeld ? 1 : Stream.Length, isPaced || isHeld);
        if (isHeld)
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static async Task SendAsync(HttpContext http, int pieces, bool isPaced)
    {
        for (var i = 0; i < pieces; i++)
        {
            Stream[i].CopyTo(http.Response.BodyWriter.GetSpan(Stream[i].Length));
            http.Response.BodyWriter.Advance(Stream[i].Length);
            if (isPaced)
            {
                await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
                await Task.Delay(Pace, http.RequestAborted);
            }
        }
    }

    private static string Text() => string.Concat(Enumerable.Range(0, Pieces).Select(piece => $"{Word} {piece} "));

    private static object Choice(object delta, string? finish) => new
    {
        id = "c1",
        @object = Chunk,
        created = 1,
        model = "stub",
        choices = new[] { new { index = 0, delta, finish_reason = finish } },
    };

    private static byte[] Event(object chunk) => [.. "data: "u8, .. Json(chunk), .. "\n\n"u8];

    private static byte[] Json(object value) => JsonSerializer.SerializeToUtf8Bytes(value);
}
