using System.Globalization;
using System.Text.RegularExpressions;
using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Events;
using DigitalTwin.Turns.Running;
using DigitalTwin.Turns.Workflows;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Turns.Api;

/// <summary>The answer to a clarification.</summary>
public sealed record ClarifyRequest
{
    /// <summary>One of the options, or whatever the visitor says: 1 to 4,000 characters.</summary>
    public string? Answer { get; init; }
}

/// <summary>A turn's state, its events from any point on, and what a visitor can do with it.</summary>
internal sealed partial class TurnEndpoints(
    TicketService tickets, TurnFeeds feeds, Waits waits, RunningTurns turns, TurnResponses responses)
{
    /// <summary><c>GET /api/turns/{id}</c></summary>
    public async Task<IResult> GetAsync(HttpContext http, string id)
    {
        var (feed, ticket) = await FindAsync(http, id);
        using (feed)
        {
            return TypedResults.Json(TurnView.From(feed.Stream.Snapshot()).With(ticket), ProductJson.Api.TurnView);
        }
    }

    /// <summary><c>GET /api/turns/{id}/events</c></summary>
    public async Task<IResult> GetEventsAsync(HttpContext http, string id)
    {
        var (feed, ticket) = await FindAsync(http, id);
        try
        {
            return responses.Events(feed, LastSeen(http.Request, feed.Id, feed.Stream.Snapshot()), ticket);
        }
        catch
        {
            feed.Dispose();
            throw;
        }
    }

    /// <summary><c>POST /api/turns/{id}/clarify</c>: the same turn goes on, answered as <c>POST /api/chat</c> is.</summary>
    public async Task<IResult> ClarifyAsync(HttpContext http, string id)
    {
        var (feed, ticket) = await FindAsync(http, id);
        try
        {
            var request = await RequestBody.ReadAsync(http, ProductJson.Api.ClarifyRequest);
            RequestBody.RequireMessage(request.Answer, "answer");
            var after = feed.Stream.Snapshot().Count;
            var answer = new WaitOutcome { Text = request.Answer! };
            var result = await waits.AnswerAsync(feed.Id, WaitKind.Clarification, null, answer, http.RequestAborted);
            return result == WaitResult.Accepted
                ? await responses.FromAsync(http, feed, after, ticket)
                : throw new ProblemException(await WhyNotAsync(result, feed.Id, http.RequestAborted));
        }
        catch
        {
            feed.Dispose();
            throw;
        }
    }

    /// <summary><c>DELETE /api/turns/{id}</c>: what was written by then is kept.</summary>
    public async Task<IResult> CancelAsync(HttpContext http, string id)
    {
        var (feed, ticket) = await FindAsync(http, id);
        using (feed)
        {
            var isTooLate = feed.Stream.IsOver;
            if (turns.Find(feed.Id) is { } turn)
            {
                turn.Cancel();
                await turn.Work.WaitAsync(http.RequestAborted);
            }

            // It waits, or it came to a wait before it could see that it is cancelled.
            if (isTooLate || (!feed.Stream.IsOver && !await CancelWaitAsync(feed, http.RequestAborted)))
            {
                throw new ProblemException(Problems.TurnOver);
            }

            for (var after = 0; await feed.Stream.ReadAsync(after, http.RequestAborted) is { Count: > 0 } next;)
            {
                after = next[^1].Sequence;
            }

            return TypedResults.Json(TurnView.From(feed.Stream.Snapshot()).With(ticket), ProductJson.Api.TurnView);
        }
    }

    private async Task<bool> CancelWaitAsync(TurnFeed feed, CancellationToken cancellationToken)
        => await waits.CancelAsync(feed.Id, cancellationToken) == WaitResult.Accepted || feed.Stream.IsOver;

    // The same words for an answer that came too late, whether the timer has ended the turn by now or not.
    private async Task<Problem> WhyNotAsync(WaitResult result, TurnId id, CancellationToken cancellationToken)
        => result == WaitResult.Expired ? Problems.ClarificationExpired
            : await feeds.FindStoredAsync(id, cancellationToken) is not { } stored ? Problems.TurnNotWaiting
            : stored.Error?.Code == Problems.ClarificationExpired.Code ? Problems.ClarificationExpired
            : Problems.TurnOver;

    private async Task<(TurnFeed Feed, SessionTicket Ticket)> FindAsync(HttpContext http, string id)
    {
        // A malformed id gets the same answer as one of another session.
        var turnId = TurnId.TryParse(id);
        var visitor = Visitor.OfSession(http, turnId?.SessionId ?? "", Problems.TurnNotFound);
        var ticket = await tickets.IssueAsync(visitor, turnId!.Value.SessionId);
        var feed = await feeds.FindAsync(turnId.Value, http.RequestAborted) ?? throw new ProblemException(Problems.TurnNotFound);
        return (feed, ticket);
    }

    // What a client has of a run that a crash cut off is not what the turn holds now: it goes on from the last event both have.
    private static int LastSeen(HttpRequest request, TurnId turnId, IReadOnlyList<TurnEvent> events)
    {
        var header = request.Headers["Last-Event-ID"].ToString();
        if (header.Length == 0)
        {
            return 0;
        }

        var prefix = $"{turnId}:";
        if (!header.StartsWith(prefix, StringComparison.Ordinal)
            || EventName().Match(header[prefix.Length..]) is not { Success: true } name)
        {
            throw new ProblemException(Problems.InvalidParameter, "Last-Event-ID is the id of an event of this turn.");
        }

        var sequence = int.Parse(name.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var run = name.Groups[2].Success ? int.Parse(name.Groups[2].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return events.TakeWhile(next => next.Sequence <= sequence && next.Run <= run).Count();
    }

    [GeneratedRegex(@"\A(\d{1,9})(?:\.(\d{1,9}))?\z")]
    private static partial Regex EventName();
}
