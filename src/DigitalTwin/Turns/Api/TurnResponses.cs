using DigitalTwin.Access;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Events;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Turns.Api;

/// <summary>Answers with a turn as the client asked for it: as events, or as one object once it is over or waits for a person.</summary>
internal sealed class TurnResponses(IOptions<LimitsOptions> limits, TimeProvider time)
{
    private TimeSpan LongestStream => TimeSpan.FromSeconds(limits.Value.StreamSeconds);

    /// <summary>Whether the client wants events rather than one object.</summary>
    public static bool WantsEvents(HttpRequest request)
        => request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase));

    /// <param name="http">The request.</param>
    /// <param name="feed">The turn's events; the response disposes of it.</param>
    /// <param name="after">The sequence number of the last event that the client has.</param>
    /// <param name="ticket">A newly issued one.</param>
    /// <param name="heard">What was understood of a spoken message.</param>
    public async Task<IResult> FromAsync(HttpContext http, TurnFeed feed, int after, SessionTicket ticket, string? heard = null)
    {
        if (WantsEvents(http.Request))
        {
            return Events(feed, after, ticket);
        }

        using (feed)
        {
            await ReadToRestAsync(feed, after, http.RequestAborted);
            return From(TurnView.From(feed.Stream.Snapshot()).With(ticket) with { Transcript = heard });
        }
    }

    /// <summary>A turn's events as server-sent events, as they happen.</summary>
    public IResult Events(TurnFeed feed, int after, SessionTicket ticket)
        => new TurnEventsResponse(feed, after, ticket, LongestStream, time);

    // 202 for a turn that is not over.
    private static JsonHttpResult<TurnView> From(TurnView view)
    {
        if (view.Error is { } error && Problems.ByCode(error.Code) is { Status: >= 500 } problem
            && problem != Problems.TurnTimeout && problem != Problems.TurnStepLimit)
        {
            throw new ProblemException(problem);
        }

        var isOver = view.Status is TurnStatus.Completed or TurnStatus.Failed;
        var status = isOver ? StatusCodes.Status200OK : StatusCodes.Status202Accepted;
        return TypedResults.Json(view, ProductJson.Api.TurnView, statusCode: status);
    }

    // What takes longer than a request may is told as far as it is; the client asks for the turn again.
    private async Task ReadToRestAsync(TurnFeed feed, int after, CancellationToken aborted)
    {
        try
        {
            await feed.Stream.ReadToRestAsync(after, aborted).WaitAsync(LongestStream, time, aborted);
        }
        catch (TimeoutException)
        {
            // 202, with what there is.
        }
    }
}
