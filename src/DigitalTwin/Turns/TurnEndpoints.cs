using System.Globalization;
using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Turns;

/// <summary>A turn's state, its events from any point on, and the way to cancel it.</summary>
internal sealed class TurnEndpoints(RequestGate gate, TurnSource source, TurnRegistry registry)
{
    /// <summary><c>GET /api/turns/{id}</c></summary>
    public async Task<IResult> GetAsync(HttpContext http, string id)
    {
        var (_, stream, ticket) = await FindAsync(http, id);
        return TypedResults.Json(TurnPresenter.View(stream.Snapshot(), ticket), ProductJson.Api.TurnView);
    }

    /// <summary><c>GET /api/turns/{id}/events</c></summary>
    public async Task<IResult> GetEventsAsync(HttpContext http, string id)
    {
        var (turnId, stream, ticket) = await FindAsync(http, id);
        return new TurnEventsResult(turnId, stream, LastSeen(http.Request, turnId), ticket);
    }

    /// <summary><c>DELETE /api/turns/{id}</c>: what was written by then is kept.</summary>
    public async Task<IResult> CancelAsync(HttpContext http, string id)
    {
        var turnId = await EnterAsync(http, id);
        if (registry.Find(turnId.Id) is not { } turn)
        {
            throw new ProblemException(await source.FindStoredAsync(turnId.Id, http.RequestAborted) is null ? Problems.TurnNotFound : Problems.TurnOver);
        }

        turn.Cancel();
        await turn.Work.WaitAsync(http.RequestAborted);
        return TypedResults.Json(TurnPresenter.View(turn.Stream.Snapshot(), await gate.IssueAsync(turnId.Visitor, turnId.Id.SessionId)), ProductJson.Api.TurnView);
    }

    private async Task<(TurnId Id, TurnStream Stream, SessionTicket Ticket)> FindAsync(HttpContext http, string id)
    {
        var (turnId, visitor) = await EnterAsync(http, id);
        var stream = await source.FindAsync(turnId, http.RequestAborted) ?? throw new ProblemException(Problems.TurnNotFound);
        return (turnId, stream, await gate.IssueAsync(visitor, turnId.SessionId));
    }

    private async Task<(TurnId Id, Visitor Visitor)> EnterAsync(HttpContext http, string id)
    {
        // A malformed id gets the same answer as one of another session.
        var turnId = TurnId.TryParse(id);
        var visitor = await gate.EnterSessionAsync(http, turnId?.SessionId ?? "", Problems.TurnNotFound);
        return (turnId!.Value, visitor);
    }

    private static int LastSeen(HttpRequest request, TurnId turnId)
    {
        var header = request.Headers["Last-Event-ID"].ToString();
        if (header.Length == 0)
        {
            return 0;
        }

        return header.StartsWith($"{turnId}:", StringComparison.Ordinal)
            && int.TryParse(header.AsSpan(turnId.ToString().Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : throw new ProblemException(Problems.InvalidParameter, "Last-Event-ID is the id of an event of this turn.");
    }
}
