using DigitalTwin.Access;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Workflow;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Turns;

/// <summary>Answers with a turn as the client asked for it: as events, or as one object once it is over or waits for somebody.</summary>
internal static class TurnResults
{
    /// <param name="http">The request.</param>
    /// <param name="id">The turn.</param>
    /// <param name="watch">A look at it, disposed of here.</param>
    /// <param name="after">The events the client has.</param>
    /// <param name="ticket">A fresh one.</param>
    /// <param name="heard">What was understood of a spoken message.</param>
    public static async Task<IResult> FromAsync(HttpContext http, Conversations.TurnId id, TurnWatch watch, int after, SessionTicket ticket, string? heard = null)
    {
        if (WantsEvents(http.Request))
        {
            return new TurnEventsResult(id, watch, after, ticket);
        }

        using (watch)
        {
            await ReadToRestAsync(http, watch, after);
            return From(TurnPresenter.View(watch.Stream.Snapshot(), ticket) with { Transcript = heard });
        }
    }

    /// <summary>A turn's state as an answer: 202 for one that is not over.</summary>
    public static IResult From(TurnView view)
        => view.Error is { } error && Problems.ByCode(error.Code) is { Status: >= 500 } problem && problem != Problems.TurnTimeout && problem != Problems.TurnStepLimit
            ? throw new ProblemException(problem)
            : TypedResults.Json(view, ProductJson.Api.TurnView, statusCode: view.Status is TurnStatus.Completed or TurnStatus.Failed ? StatusCodes.Status200OK : StatusCodes.Status202Accepted);

    // What takes longer than a request may is told as far as it is; the client asks for the turn again.
    private static async Task ReadToRestAsync(HttpContext http, TurnWatch watch, int after)
    {
        var services = http.RequestServices;
        var longest = TimeSpan.FromSeconds(services.GetRequiredService<IOptions<LimitsOptions>>().Value.StreamSeconds);
        try
        {
            await watch.Stream.ReadToRestAsync(after, http.RequestAborted).WaitAsync(longest, services.GetRequiredService<TimeProvider>(), http.RequestAborted);
        }
        catch (TimeoutException)
        {
            // 202, with what there is.
        }
    }

    /// <summary>Whether the client wants events rather than one object.</summary>
    public static bool WantsEvents(HttpRequest request)
        => request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase));
}
