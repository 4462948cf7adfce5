using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace DigitalTwin.Testing;

/// <summary>An answer of the API.</summary>
public sealed record Answer(int Status, JsonElement Json, HttpResponseMessage Response)
{
    public string? Code => Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    public string Text(string name) => Json.GetProperty(name).GetString()!;
}

/// <summary>An event of a stream.</summary>
public sealed record SseEvent(string Id, string Type, JsonElement Data);

/// <summary>Speaks the API as any client would, and keeps the session's ticket.</summary>
public sealed class TwinClient(Uri address) : IDisposable
{
    public HttpClient Http { get; } = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };

    public string? SessionId { get; set; }

    public string? Ticket { get; set; }

    public string? Origin { get; set; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    public Task<Answer> ChatAsync(string message, string? messageId = null)
        => SendAsync(HttpMethod.Post, "/api/chat", Json(messageId is null ? new { message } : new { message, messageId }));

    public Task<Answer> ClarifyAsync(string turnId, string answer)
        => SendAsync(HttpMethod.Post, $"/api/turns/{turnId}/clarify", Json(new { answer }));

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        var response = await Http.SendAsync(Request(method, path, content), Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        var json = isJson ? JsonDocument.Parse(text).RootElement.Clone() : default;
        if (isJson)
        {
            Keep(json);
        }

        return new Answer((int)response.StatusCode, json, response);
    }

    /// <summary>One turn as events; ends with the stream.</summary>
    public IAsyncEnumerable<SseEvent> StreamChatAsync(string message, string? messageId = null)
        => StreamAsync(HttpMethod.Post, "/api/chat", Json(messageId is null ? new { message } : new { message, messageId }), null);

    /// <summary>A search for offerings as events; ends with the stream.</summary>
    public IAsyncEnumerable<SseEvent> StreamSearchAsync(string query)
        => StreamAsync(HttpMethod.Post, "/api/search", Json(new { query }), null);

    /// <summary>A turn's events after one of them.</summary>
    public IAsyncEnumerable<SseEvent> ReplayAsync(string turnId, string? lastEventId = null)
        => StreamAsync(HttpMethod.Get, $"/api/turns/{turnId}/events", null, lastEventId);

    /// <summary>The events of any address, after one of them; ends with the stream.</summary>
    public IAsyncEnumerable<SseEvent> EventsAsync(string path, string? lastEventId = null)
        => StreamAsync(HttpMethod.Get, path, null, lastEventId);

    public HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (Ticket is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Ticket);
        }

        if (Origin is not null)
        {
            request.Headers.Add("Origin", Origin);
        }

        return request;
    }

    public void Dispose() => Http.Dispose();

    private async IAsyncEnumerable<SseEvent> StreamAsync(
        HttpMethod method,
        string path,
        HttpContent? content,
        string? lastEventId,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = Request(method, path, content);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token));
        var fields = new Dictionary<string, string>();
        while (await reader.ReadLineAsync(Token) is { } line)
        {
            if (line.Length == 0 && fields.TryGetValue("data", out var data))
            {
                var json = JsonDocument.Parse(data).RootElement.Clone();
                Keep(json);
                yield return new SseEvent(fields["id"], fields["event"], json);
                fields.Clear();
            }
            else if (line.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon)
            {
                fields[line[..colon]] = line[(colon + 2)..];
            }
        }
    }

    private void Keep(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object
            && json.TryGetProperty("ticket", out var ticket)
            && json.TryGetProperty("sessionId", out var session))
        {
            (Ticket, SessionId) = (ticket.GetString(), session.GetString());
        }
    }
}
