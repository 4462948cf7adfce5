using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using DigitalTwin.Hosting;
using DigitalTwin.Turns;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Notices;

/// <summary>The owner's notices: as pages, as server-sent events, and where the host has them as a WebSocket.</summary>
internal sealed class NoticeEndpoints(NoticeFeed feed, NoticeOutbox outbox, IOptions<LimitsOptions> limits, TimeProvider time)
{
    private const int DefaultPage = 100;
    private const int LargestPage = 200;

    /// <summary><c>GET /api/owner/notices?after=&amp;limit=</c>: for a page that looks from time to time.</summary>
    public async Task<IResult> ListAsync(HttpContext http)
    {
        var limit = (int)(QueryValues.NumberOf(http.Request, "limit", 1, LargestPage) ?? DefaultPage);
        var after = QueryValues.NumberOf(http.Request, "after", 0, long.MaxValue - 1)
            ?? Math.Max(0, await feed.LastAsync(http.RequestAborted) - limit);
        var page = await feed.ReadAsync(after, limit, http.RequestAborted);
        return TypedResults.Json(new NoticePage(page, page.Count > 0 ? page[^1].Number : after), ProductJson.Api.NoticePage);
    }

    /// <summary><c>POST /api/owner/notices/test</c></summary>
    public IResult Test()
    {
        outbox.Tell(new Notice(0, NoticeTypes.Test, default, $"test-{Guid.NewGuid():N}"));
        return TypedResults.StatusCode(StatusCodes.Status202Accepted);
    }

    /// <summary><c>GET /api/owner/events?after=</c>: goes on after <c>Last-Event-ID</c>; without either, what comes from now on.</summary>
    public async Task EventsAsync(HttpContext http)
    {
        var after = await AfterAsync(http);
        await EventStream.BeginAsync(http);
        if (HeadRequests.IsHead(http))
        {
            return;
        }

        await EventStream.SendAsync(http.Response, "retry: 2000\n\n", http.RequestAborted);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(limits.Value.StreamSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, limit.Token);
        try
        {
            await foreach (var page in feed.ReadAllAsync(after, either.Token))
            {
                var text = page.Count == 0 ? EventStream.Heartbeat : string.Concat(page.Select(Format));
                await EventStream.SendAsync(http.Response, text, http.RequestAborted);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !http.RequestAborted.IsCancellationRequested)
        {
            await EventStream.SendAsync(http.Response, EventStream.Reconnect, http.RequestAborted);
        }
    }

    /// <summary><c>GET /api/owner/ws?after=</c>: the same, a text frame for each notice.</summary>
    public async Task SocketAsync(HttpContext http)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            throw new ProblemException(Problems.UpgradeRequired);
        }

        var after = await AfterAsync(http);
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        using var closed = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var listening = ListenAsync(socket, closed);
        try
        {
            await foreach (var notice in feed.ReadAllAsync(after, closed.Token).SelectMany(page => page.ToAsyncEnumerable()))
            {
                var bytes = JsonSerializer.SerializeToUtf8Bytes(notice, ProductJson.Api.Notice);
                await socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, closed.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            // The page went away; it comes back with the last number.
        }

        await listening;
    }

    // A client says nothing but that it closes.
    private static async Task ListenAsync(WebSocket socket, CancellationTokenSource closed)
    {
        try
        {
            var buffer = new byte[512];
            while ((await socket.ReceiveAsync(buffer.AsMemory(), closed.Token)).MessageType != WebSocketMessageType.Close)
            {
                // What it says is passed over.
            }

            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, closed.Token);
        }
        catch (Exception error) when (error is OperationCanceledException or WebSocketException)
        {
            // The connection is gone.
        }
        finally
        {
            await closed.CancelAsync();
        }
    }

    private async Task<long> AfterAsync(HttpContext http)
    {
        var last = http.Request.Headers["Last-Event-ID"].ToString();
        if (last.Length > 0)
        {
            return long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < long.MaxValue
                ? number
                : throw new ProblemException(Problems.InvalidParameter, "'Last-Event-ID' is the number of a notice.");
        }

        return QueryValues.NumberOf(http.Request, "after", 0, long.MaxValue - 1) ?? await feed.LastAsync(http.RequestAborted);
    }

    private static string Format(Notice notice)
    {
        var data = JsonSerializer.Serialize(notice, ProductJson.Api.Notice);
        return string.Create(CultureInfo.InvariantCulture, $"id: {notice.Number}\nevent: {notice.Type}\ndata: {data}\n\n");
    }
}
