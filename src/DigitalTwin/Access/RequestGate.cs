using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Access;

/// <summary>Checks every request of a visitor.</summary>
internal sealed class RequestGate(OriginPolicy origins, TicketService tickets)
{
    /// <summary>Admits the request and returns its visitor.</summary>
    /// <exception cref="ProblemException">The origin is not allowed, or the ticket is invalid or expired.</exception>
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

    /// <summary>Admits the request if its ticket is for this session.</summary>
    /// <exception cref="ProblemException">
    /// As above; another session's ticket gets the same problem as a session that does not exist.
    /// </exception>
    public ValueTask<Visitor> EnterSessionAsync(HttpContext http, string sessionId, Problem otherwise)
        => EnterSessionAsync(http, sessionId, otherwise, default);

    /// <summary>The same for a visitor who returns after a while: the ticket may have expired some days ago.</summary>
    /// <exception cref="ProblemException">As above.</exception>
    public ValueTask<Visitor> ReenterSessionAsync(HttpContext http, string sessionId, Problem otherwise)
        => EnterSessionAsync(http, sessionId, otherwise, TicketService.ReturnTime);

    private async ValueTask<Visitor> EnterSessionAsync(HttpContext http, string sessionId, Problem otherwise, TimeSpan late)
    {
        var visitor = await EnterAsync(http, late);
        return visitor.SessionId is null ? throw new ProblemException(Problems.TicketMissing)
            : visitor.SessionId == sessionId ? visitor
            : throw new ProblemException(otherwise);
    }

    /// <summary>Issues a new ticket to the visitor.</summary>
    public ValueTask<SessionTicket> IssueAsync(Visitor visitor, string sessionId)
        => tickets.IssueAsync(sessionId, visitor.Fingerprint, CancellationToken.None);

    // Browsers omit the origin of same-origin GETs only.
    private static string? ClaimedOrigin(HttpRequest request)
    {
        var origin = OriginPolicy.OriginOf(request);
        var isOmitted = origin.Length == 0 && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
        return isOmitted ? null : origin;
    }
}
