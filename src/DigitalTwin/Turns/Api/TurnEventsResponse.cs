using DigitalTwin.Access;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Events;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Turns.Api;

/// <summary>A turn's events as server-sent events, as they happen.</summary>
/// <remarks>
/// https://html.spec.whatwg.org/multipage/server-sent-events.html. Ids are <c>turnId:sequence</c>, with <c>.run</c> after a crash.
/// </remarks>
internal sealed class TurnEventsResponse(TurnFeed feed, int after, SessionTicket ticket, TimeSpan longest, TimeProvider time) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var reading = feed;
        var (response, aborted) = (httpContext.Response, httpContext.RequestAborted);
        await EventStream.BeginAsync(httpContext);
        if (HeadRequests.IsHead(httpContext))
        {
            return;
        }

        await EventStream.SendAsync(response, "retry: 2000\n\n", aborted);
        using var limit = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, limit.Token);
        try
        {
            await foreach (var next in feed.Stream.ReadAllAsync(after, EventStream.HeartbeatInterval, time, either.Token))
            {
                var text = next.Count == 0 ? EventStream.Heartbeat : string.Concat(next.Select(Format));
                await EventStream.SendAsync(response, text, aborted);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            await EventStream.SendAsync(response, EventStream.Reconnect, aborted);
        }
    }

    private string Format(TurnEvent next) => $"id: {feed.Id}:{next.Name}\nevent: {next.Type}\ndata: {TurnView.DataOf(next, ticket)}\n\n";
}
