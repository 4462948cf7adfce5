using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;

namespace DigitalTwin.Access;

/// <summary>A session and the ticket that opens it.</summary>
/// <param name="SessionId">The session's id; it authorises nothing by itself.</param>
/// <param name="Ticket">The ticket, to be sent as a bearer token.</param>
/// <param name="TicketExpiresAt">When the ticket expires; each reply brings a new one.</param>
public sealed record SessionTicket(string SessionId, string Ticket, DateTimeOffset TicketExpiresAt);

/// <summary>
/// Issues and validates tickets: <c>session.generation.since.expiry.origin.mac</c>, signed with HMAC-SHA256, so that no store has to be
/// read for each of them. A ticket is bound to the origin of the page that it was issued to.
/// </summary>
/// <remarks>A ticket opens a session that there is, and makes none: after an erasure it opens nothing.</remarks>
internal sealed partial class TicketService(SecretCache secrets, TicketGeneration generation, TimeProvider time)
{
    /// <summary>How long a ticket is valid.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    /// <summary>How long a session's tickets are valid at most, however often they are renewed.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(90);

    /// <summary>How long an expired ticket can still be exchanged for a new one, and for nothing else.</summary>
    public static readonly TimeSpan ReturnTime = TimeSpan.FromDays(7);

    // Another process may have a new key already: for a ticket whose signature does not match, the key is read again, but
    // not for every forgery.
    private static readonly TimeSpan NewKeyDelay = TimeSpan.FromMinutes(1);

    /// <summary>The least number of characters of the signing key.</summary>
    public const int MinKeyLength = 32;

    /// <summary>Issues a new ticket to a visitor.</summary>
    /// <param name="visitor">Who it is for; one who has a ticket of the session keeps its beginning.</param>
    /// <param name="sessionId">The session that the ticket opens.</param>
    /// <param name="cancellationToken">Ends the wait for the signing key.</param>
    public async ValueTask<SessionTicket> IssueAsync(Visitor visitor, string sessionId, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        var since = visitor.SessionId == sessionId ? visitor.Since : now.ToUnixTimeSeconds();
        var last = since + (long)LongestLifetime.TotalSeconds;
        var expires = DateTimeOffset.FromUnixTimeSeconds(Math.Min((now + Lifetime).ToUnixTimeSeconds(), last));
        var number = await generation.CurrentAsync(cancellationToken);
        var claims = string.Create(
            CultureInfo.InvariantCulture, $"{sessionId}.{number}.{since}.{expires.ToUnixTimeSeconds()}.{visitor.Fingerprint}");
        var mac = Sign(claims, await KeyAsync(SecretCache.Lifetime, cancellationToken));
        return new SessionTicket(sessionId, $"{claims}.{mac}", expires);
    }

    /// <summary>Whether a token has the form of a ticket.</summary>
    public static bool IsTicket(string token) => token.Count(each => each == '.') == 5;

    /// <summary>Validates a ticket and returns its visitor.</summary>
    /// <param name="ticket">The ticket as the request bears it.</param>
    /// <param name="origin">The page's origin, or <see langword="null"/> where the browser omits it.</param>
    /// <param name="cancellationToken">Ends the wait for the signing key.</param>
    /// <param name="late">How long after its expiry the ticket is still accepted.</param>
    /// <exception cref="ProblemException">The ticket is forged, has expired, or belongs to another origin.</exception>
    public async ValueTask<Visitor> ValidateAsync(
        string ticket,
        string? origin,
        CancellationToken cancellationToken,
        TimeSpan late = default)
    {
        if (ticket.Length > 500 || ticket.Split('.') is not [var session, var number, var since, var expiry, var fingerprint, var mac])
        {
            throw new ProblemException(Problems.TicketInvalid);
        }

        var claims = $"{session}.{number}.{since}.{expiry}.{fingerprint}";
        var isSigned = IsSigned(claims, mac, await KeyAsync(SecretCache.Lifetime, cancellationToken))
            || IsSigned(claims, mac, await KeyAsync(NewKeyDelay, cancellationToken));
        if (!isSigned || !SessionId.IsValid(session) || !Numbers().IsMatch($"{number}.{since}.{expiry}"))
        {
            throw new ProblemException(Problems.TicketInvalid);
        }

        var (issued, begun, end) = (Number(number), Number(since), Number(expiry));

        var now = time.GetUtcNow();
        var isOver = (now - late).ToUnixTimeSeconds() >= end || (now - LongestLifetime).ToUnixTimeSeconds() >= begun;
        if (isOver || issued < await generation.CurrentAsync(cancellationToken))
        {
            throw new ProblemException(Problems.TicketExpired);
        }

        return origin is null || fingerprint == Fingerprint(origin)
            ? new Visitor(session, fingerprint) { Since = begun }
            : throw new ProblemException(Problems.TicketForeign);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A\d{1,18}\.\d{1,18}\.\d{1,18}\z")]
    private static partial Regex Numbers();

    private async ValueTask<byte[]> KeyAsync(TimeSpan oldest, CancellationToken cancellationToken)
    {
        var key = await secrets.GetAsync(SecretNames.TicketSigningKey, oldest, cancellationToken);
        return key is { Length: >= MinKeyLength }
            ? Encoding.UTF8.GetBytes(key)
            : throw new InvalidOperationException(
                $"The secret '{SecretNames.TicketSigningKey}' is missing or shorter than {MinKeyLength} characters.");
    }

    /// <summary>An origin as a few characters without dots; a caller that is not a page has the empty origin.</summary>
    public static string Fingerprint(string origin)
        => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(origin.ToLowerInvariant())).AsSpan(0, 12));

    private static bool IsSigned(string claims, string mac, byte[] key)
        => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(mac), Encoding.UTF8.GetBytes(Sign(claims, key)));

    private static string Sign(string claims, byte[] key)
        => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(claims)));
}
