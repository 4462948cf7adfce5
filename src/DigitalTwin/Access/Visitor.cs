using DigitalTwin.Hosting;
using DigitalTwin.Rates;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Access;

/// <summary>The visitor who makes a request.</summary>
/// <param name="SessionId">The session of their ticket, or <see langword="null"/> where they have none yet.</param>
/// <param name="Fingerprint">The fingerprint of the origin that their tickets are bound to.</param>
/// <param name="Address">The client's address, as its rates are counted.</param>
/// <param name="Site">The host name of the page; empty for a caller that is not a page.</param>
internal sealed record Visitor(string? SessionId, string Fingerprint, UInt128 Address = default, string Site = "")
{
    /// <summary>When the session's first ticket was issued, in seconds since 1970.</summary>
    public long Since { get; init; }

    /// <summary>The session that the request may open; used where there is none yet.</summary>
    public string? NewSessionId { get; init; }

    /// <summary>The visitor whom the gate let in.</summary>
    public static Visitor Of(HttpContext http)
        => http.Features.Get<Visitor>() ?? throw new InvalidOperationException("The endpoint admits no visitors.");

    /// <summary>The visitor whom the gate let in, if their ticket is for this session.</summary>
    /// <exception cref="ProblemException">
    /// They have no ticket; another session's ticket gets the same problem as a session that does not exist.
    /// </exception>
    public static Visitor OfSession(HttpContext http, string sessionId, Problem otherwise)
        => Of(http) is var visitor && visitor.SessionId == sessionId ? visitor : throw new ProblemException(otherwise);

    /// <summary>The visitor as a client whose rates are limited.</summary>
    public RateClient ToClient() => new((SessionId ?? NewSessionId) is { } id ? SessionAddresses.KeyOf(id) : default, Address);
}
