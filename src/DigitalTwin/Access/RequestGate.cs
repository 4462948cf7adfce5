using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Access;

/// <summary>What every request on a visitor's behalf has to pass.</summary>
internal sealed class RequestGate(OriginPolicy origins, TicketService tickets)
{
    /// <summary>Lets the request pass and tells who is asking.</summary>
    /// <exception cref="ProblemException">The origin may not use the twin, or the ticket is no good.</exception>
    public ValueTask<Visitor> EnterAsync(HttpContext http) => EnterAsync(http, default);

    private async ValueTask<Visitor> EnterAsync(HttpContext http, TimeSpan late)
    {
        if (!origins.Allows(http.Request))
        {
            throw new ProblemException(Problems.OriginNotAllowed);
        }

        return BearerToken.Of(http.Request) is { } ticket
            ? await tickets.ValidateAsync(ticket, ClaimedOrigin(http.Request), http.RequestAborted, late)
            : new Visitor(null, TicketService.Fingerprint(OriginPolicy.OriginOf(http.Request)));
    }

    /// <summary>Lets the request pass if its ticket is for this session.</summary>
    /// <exception cref="ProblemException">As above; and for another session the same as for one that does not exist.</exception>
    public ValueTask<Visitor> EnterSessionAsync(HttpContext http, string sessionId, Problem otherwise) => EnterSessionAsync(http, sessionId, otherwise, default);

    /// <summary>The same for a visitor who comes back after a while: the ticket may have expired some days ago.</summary>
    /// <exception cref="ProblemException">As above.</exception>
    public ValueTask<Visitor> ReenterSessionAsync(HttpContext http, string sessionId, Problem otherwise) => EnterSessionAsync(http, sessionId, otherwise, TicketService.ReturnTime);

    private async ValueTask<Visitor> EnterSessionAsync(HttpContext http, string sessionId, Problem otherwise, TimeSpan late)
    {
        var visitor = await EnterAsync(http, late);
        return visitor.SessionId is null ? throw new ProblemException(Problems.TicketMissing)
            : visitor.SessionId == sessionId ? visitor
            : throw new ProblemException(otherwise);
    }

    /// <summary>A fresh ticket for whoever is asking.</summary>
    public ValueTask<SessionTicket> IssueAsync(Visitor visitor, string sessionId) => tickets.IssueAsync(sessionId, visitor.Fingerprint, CancellationToken.None);

    // Browsers leave the origin out of same-origin GETs, and of nothing else.
    private static string? ClaimedOrigin(HttpRequest request)
        => OriginPolicy.OriginOf(request) is { Length: > 0 } origin ? origin : HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? null : "";
}
