using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Workflow;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Turns;

/// <summary>A turn's events as server-sent events, as they happen.</summary>
/// <remarks>https://html.spec.whatwg.org/multipage/server-sent-events.html. Ids are <c>turnId:sequence</c>, with <c>.run</c> after a crash.</remarks>
internal sealed class TurnEventsResult(TurnId turnId, TurnWatch watch, int after, SessionTicket ticket) : IResult
{
    /// <summary>How long a silent stream goes without a sign of life: proxies end those that show none.</summary>
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using var watching = watch;
        var (response, aborted) = (httpContext.Response, httpContext.RequestAborted);
        var time = httpContext.RequestServices.GetRequiredService<TimeProvider>();
        await EventStream.BeginAsync(httpContext);
        if (HeadRequests.IsHead(httpContext))
        {
            return;
        }

        await EventStream.SendAsync(response, "retry: 2000\n\n", aborted);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(httpContext.RequestServices.GetRequiredService<IOptions<LimitsOptions>>().Value.StreamSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, limit.Token);
        try
        {
            for (var last = after; await ReadAsync(response, watch.Stream, last, time, either.Token) is { Count: > 0 } next; last = next[^1].Sequence)
            {
                await EventStream.SendAsync(response, string.Concat(next.Select(Format)), aborted);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            // Without an id: a client's last event stays the last one of the turn.
            await EventStream.SendAsync(response, "event: reconnect\ndata: {}\n\n", aborted);
        }
    }

    /// <summary>The next events of a turn; while there are none, the client sees signs of life.</summary>
    public static async Task<IReadOnlyList<TurnEvent>> ReadAsync(HttpResponse response, TurnStream stream, int last, TimeProvider time, CancellationToken aborted)
    {
        var reading = stream.ReadAsync(last, aborted);
        while (true)
        {
            try
            {
                return await reading.WaitAsync(HeartbeatInterval, time, aborted);
            }
            catch (TimeoutException)
            {
                await EventStream.SendAsync(response, ": heartbeat\n\n", aborted);
            }
        }
    }

    private string Format(TurnEvent next) => $"id: {turnId}:{next.Name}\nevent: {next.Type}\ndata: {TurnPresenter.Data(next, ticket)}\n\n";
}
