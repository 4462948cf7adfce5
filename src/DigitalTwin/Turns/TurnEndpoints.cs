using System.Globalization;
using System.Text.RegularExpressions;
using DigitalTwin.Access;
using DigitalTwin.Chat;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Workflow;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Turns;

/// <summary>The answer to a clarification.</summary>
public sealed record ClarifyRequest
{
    /// <summary>One of the options, or whatever the visitor says: 1 to 4,000 characters.</summary>
    public string? Answer { get; init; }
}

/// <summary>A turn's state, its events from any point on, and what a visitor can do with it.</summary>
internal sealed partial class TurnEndpoints(RequestGate gate, TurnSource source, TurnSignals signals, TurnRegistry registry)
{
    /// <summary><c>GET /api/turns/{id}</c></summary>
    public async Task<IResult> GetAsync(HttpContext http, string id)
    {
        var (_, watch, ticket) = await FindAsync(http, id);
        using (watch)
        {
            return TypedResults.Json(TurnPresenter.View(watch.Stream.Snapshot(), ticket), ProductJson.Api.TurnView);
        }
    }

    /// <summary><c>GET /api/turns/{id}/events</c></summary>
    public async Task<IResult> GetEventsAsync(HttpContext http, string id)
    {
        var (turnId, watch, ticket) = await FindAsync(http, id);
        try
        {
            return new TurnEventsResult(turnId, watch, LastSeen(http.Request, turnId, watch.Stream.Snapshot()), ticket);
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    /// <summary><c>POST /api/turns/{id}/clarify</c>: the same turn goes on, answered as <c>POST /api/chat</c> is.</summary>
    public async Task<IResult> ClarifyAsync(HttpContext http, string id)
    {
        var (turnId, watch, ticket) = await FindAsync(http, id);
        try
        {
            var request = await RequestBody.ReadAsync(http, ProductJson.Api.ClarifyRequest);
            ChatRequest.CheckText(request.Answer, "answer");
            var after = watch.Stream.Snapshot().Count;
            var result = await signals.AnswerAsync(turnId, WaitKind.Clarification, null, new WaitOutcome { Text = request.Answer! }, http.RequestAborted);
            return result == SignalResult.Accepted
                ? await TurnResults.FromAsync(http, turnId, watch, after, ticket)
                : throw new ProblemException(await WhyNotAsync(result, turnId, http.RequestAborted));
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    /// <summary><c>DELETE /api/turns/{id}</c>: what was written by then is kept.</summary>
    public async Task<IResult> CancelAsync(HttpContext http, string id)
    {
        var (turnId, watch, ticket) = await FindAsync(http, id);
        using (watch)
        {
            if (registry.Find(turnId) is { } turn)
            {
                turn.Cancel();
                await turn.Work.WaitAsync(http.RequestAborted);
            }
            else if (await signals.CancelAsync(turnId, http.RequestAborted) != SignalResult.Accepted)
            {
                throw new ProblemException(Problems.TurnOver);
            }

            for (var after = 0; await watch.Stream.ReadAsync(after, http.RequestAborted) is { Count: > 0 } next;)
            {
                after = next[^1].Sequence;
            }

            return TypedResults.Json(TurnPresenter.View(watch.Stream.Snapshot(), ticket), ProductJson.Api.TurnView);
        }
    }

    // The same words for an answer that came too late, whether the timer has ended the turn by now or not.
    private async Task<Problem> WhyNotAsync(SignalResult result, TurnId id, CancellationToken cancellationToken)
        => result == SignalResult.Expired ? Problems.ClarificationExpired
            : await source.FindStoredAsync(id, cancellationToken) is not { } stored ? Problems.TurnNotWaiting
            : stored.Error?.Code == Problems.ClarificationExpired.Code ? Problems.ClarificationExpired
            : Problems.TurnOver;

    private async Task<(TurnId Id, TurnWatch Watch, SessionTicket Ticket)> FindAsync(HttpContext http, string id)
    {
        // A malformed id gets the same answer as one of another session.
        var turnId = TurnId.TryParse(id);
        var visitor = await gate.EnterSessionAsync(http, turnId?.SessionId ?? "", Problems.TurnNotFound);
        var ticket = await gate.IssueAsync(visitor, turnId!.Value.SessionId);
        return (turnId.Value, await source.WatchAsync(turnId.Value, http.RequestAborted) ?? throw new ProblemException(Problems.TurnNotFound), ticket);
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
        if (!header.StartsWith(prefix, StringComparison.Ordinal) || EventName().Match(header[prefix.Length..]) is not { Success: true } name)
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
