using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Testing.Quirks;

/// <summary>How a turn is to end.</summary>
public enum Ending
{
    /// <summary>With the model's whole answer.</summary>
    Whole,

    /// <summary>With what there is of it, and the word that it was cut off.</summary>
    Length,

    /// <summary>With what there is of it, and the word that a filter stopped it.</summary>
    ContentFilter,

    /// <summary>With quotations, and the word that nothing else is possible.</summary>
    Degraded,

    /// <summary>With what there is of it, and then with quotations.</summary>
    BrokenOff,
}

/// <summary>An answer of an odd model server, byte by byte, and how a turn is to end with it.</summary>
/// <param name="Body">The body.</param>
/// <param name="Ending">How the turn ends.</param>
public sealed record Quirk(string Body, Ending Ending = Ending.Whole)
{
    /// <summary>What every model here has to say.</summary>
    public const string Said = "Hello there, friend.";

    public int Status { get; init; } = 200;

    public string ContentType { get; init; } = "text/event-stream";

    /// <summary>Whether the connection stays open after the answer.</summary>
    public bool StaysOpen { get; init; }

    /// <summary>Whether the connection is cut after the answer.</summary>
    public bool IsReset { get; init; }

    /// <summary>What a turn says where not the whole of <see cref="Said"/>.</summary>
    public string Reply { get; init; } = Said;

    public async Task AnswerAsync(HttpContext http, ModelRequest request)
    {
        http.Response.StatusCode = Status;
        http.Response.ContentType = ContentType;
        await http.Response.WriteAsync(Body);
        await http.Response.Body.FlushAsync();
        if (StaysOpen)
        {
            await Task.Delay(Timeout.Infinite, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        }

        if (IsReset)
        {
            // A reset overtakes what is still on its way.
            await Task.Delay(50);
            http.Abort();
        }
    }

    /// <summary>Events with these data, and the mark of the end.</summary>
    public static string Events(params string[] data) => Lines([.. data, "[DONE]"]);

    /// <summary>Events with these data.</summary>
    public static string Lines(params string[] data) => string.Concat(data.Select(each => $"data: {each}\n\n"));

    /// <summary>A chunk with a delta and, where one is given, the reason of the end, both as JSON.</summary>
    public static string Chunk(string delta, string? finish = null)
        => $$"""{"id":"c","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{{delta}}{{Finish(finish)}}}]}""";

    /// <summary>A chunk with text.</summary>
    public static string Text(string text, string? finish = null) => Chunk($$"""{"content":{{JsonSerializer.Serialize(text)}}}""", finish);

    /// <summary>A whole completion with a message as JSON.</summary>
    public static string Completion(string message, string? finish = "\"stop\"")
        => $$"""{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{{message}}{{Finish(finish)}}}]}""";

    private static string Finish(string? finish) => finish is null ? "" : $",\"finish_reason\":{finish}";
}
