using System.Globalization;
using System.Security.Cryptography;
using DigitalTwin.Storage;

namespace DigitalTwin.SignIn;

/// <summary>
/// The owner's sign-ins. Each is a family of refresh tokens, of which one is good at a time: whoever shows one that was used already has
/// stolen it, or was stolen from, and the family ends.
/// </summary>
internal sealed class OwnerSessionStore(IRowStore rows, SignInKey keys, AccessTokens access, TimeProvider time)
{
    /// <summary>How long a sign-in lasts without being refreshed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    /// <summary>How long it lasts at most.</summary>
    public static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(90);

    /// <summary>The table of all that is known of the owner's sign-in.</summary>
    public const string Table = "identity";

    /// <summary>Its partition.</summary>
    public const string Partition = "owner";

    private const string Prefix = "sess-";
    private const string Use = "refresh-token";
    private const int Most = 100;
    private const int LongestAgent = 200;

    /// <summary>Begins a sign-in.</summary>
    /// <param name="way">How: <c>password</c> or <c>provider</c>.</param>
    /// <param name="agent">What the client calls itself.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<SignedIn> OpenAsync(string way, string agent, CancellationToken cancellationToken)
    {
        await TidyAsync(cancellationToken);
        var now = time.GetUtcNow();
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var session = new OwnerSession(id, way, agent.Length > LongestAgent ? agent[..LongestAgent] : agent, now, now, now + Lifetime);
        await rows.WriteAsync(Table, Partition, [RowWrite.Insert(Prefix + id, ToValues(session, 1))], cancellationToken);
        return await IssueAsync(session, 1, cancellationToken);
    }

    /// <summary>Exchanges a refresh token for new tokens.</summary>
    /// <returns>
    /// Nothing where it is not good; the sign-in that has ended where the token was used before.
    /// </returns>
    public async Task<(SignedIn? Fresh, string? Stolen)> RefreshAsync(string shown, CancellationToken cancellationToken)
    {
        if (await ReadAsync(shown, cancellationToken) is not { } read
            || await FindRowAsync(read.SessionId, cancellationToken) is not { } row)
        {
            return (null, null);
        }

        if (NumberOf(row) != read.Number)
        {
            await EndAsync(read.SessionId, cancellationToken);
            return (null, read.SessionId);
        }

        var (known, now) = (ToSession(row), time.GetUtcNow());
        var end = known.CreatedAt + LongestLifetime;
        var session = known with { RefreshedAt = now, ExpiresAt = now + Lifetime < end ? now + Lifetime : end };
        try
        {
            var values = ToValues(session, read.Number + 1);
            await rows.WriteAsync(Table, Partition, [RowWrite.Replace(row.Key, values, row.ETag)], cancellationToken);
        }
        catch (RowConflictException)
        {
            // The same token was used at the same moment elsewhere.
            await EndAsync(read.SessionId, cancellationToken);
            return (null, read.SessionId);
        }

        return (await IssueAsync(session, read.Number + 1, cancellationToken), null);
    }

    /// <summary>Whether a sign-in is open.</summary>
    public async Task<bool> IsOpenAsync(string id, CancellationToken cancellationToken)
        => await FindRowAsync(id, cancellationToken) is not null;

    /// <summary>The sign-in of a refresh token, whatever its number, to be ended.</summary>
    public async Task<string?> SessionOfAsync(string shown, CancellationToken cancellationToken)
        => (await ReadAsync(shown, cancellationToken))?.SessionId;

    /// <summary>The open sign-ins, the one refreshed last first.</summary>
    public async Task<IReadOnlyList<OwnerSession>> ListAsync(CancellationToken cancellationToken)
        => [.. (await AllAsync(cancellationToken)).Select(ToSession).Where(IsOpen).OrderByDescending(session => session.RefreshedAt)];

    /// <summary>Ends a sign-in: its tokens, access tokens too, are good for nothing from now on.</summary>
    /// <returns>False where there was none.</returns>
    public async Task<bool> EndAsync(string id, CancellationToken cancellationToken)
    {
        if (!IsId(id))
        {
            return false;
        }

        var wasThere = await rows.GetAsync(Table, Partition, Prefix + id, cancellationToken) is not null;
        await rows.WriteAsync(Table, Partition, [RowWrite.Delete(Prefix + id)], cancellationToken);
        return wasThere;
    }

    /// <summary>Ends all of them but one.</summary>
    /// <param name="kept">The one that stays, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task EndAllAsync(string? kept, CancellationToken cancellationToken)
        => await DeleteAsync((await AllAsync(cancellationToken)).Where(row => row.Key != Prefix + kept), cancellationToken);

    private async ValueTask<RefreshToken?> ReadAsync(string shown, CancellationToken cancellationToken)
        => RefreshToken.Read(shown, await keys.OfAsync(Use, cancellationToken))
            ?? RefreshToken.Read(shown, await keys.FreshAsync(Use, cancellationToken));

    private async Task<SignedIn> IssueAsync(OwnerSession session, long number, CancellationToken cancellationToken)
    {
        var (token, expires) = await access.IssueAsync(session.Id, cancellationToken);
        var refresh = new RefreshToken(session.Id, number).Sign(await keys.OfAsync(Use, cancellationToken));
        return new SignedIn(session, token, expires, refresh);
    }

    // Those that are over, and the oldest where there are more than anybody has.
    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        var all = (await AllAsync(cancellationToken)).Select(row => (Row: row, Session: ToSession(row))).ToList();
        var over = all.Where(each => !IsOpen(each.Session));
        var many = all.Where(each => IsOpen(each.Session)).OrderByDescending(each => each.Session.RefreshedAt).Skip(Most - 2);
        await DeleteAsync(over.Concat(many).Select(each => each.Row), cancellationToken);
    }

    private async Task DeleteAsync(IEnumerable<Row> some, CancellationToken cancellationToken)
    {
        if (some.Select(row => RowWrite.Delete(row.Key)).ToList() is { Count: > 0 } batch)
        {
            await rows.WriteAsync(Table, Partition, batch, cancellationToken);
        }
    }

    private Task<IReadOnlyList<Row>> AllAsync(CancellationToken cancellationToken)
        => rows.QueryAsync(Table, Partition, RowRange.Prefix(Prefix, Most), cancellationToken);

    private async Task<Row?> FindRowAsync(string id, CancellationToken cancellationToken)
        => IsId(id)
            && await rows.GetAsync(Table, Partition, Prefix + id, cancellationToken) is { } row
            && IsOpen(ToSession(row)) ? row : null;

    private static bool IsId(string id) => id.Length == 32 && id.All(char.IsAsciiHexDigitLower);

    private bool IsOpen(OwnerSession session) => time.GetUtcNow() < session.ExpiresAt;

    private static long NumberOf(Row row) => long.Parse(row["number"]!, CultureInfo.InvariantCulture);

    private static Dictionary<string, string> ToValues(OwnerSession session, long number) => new()
    {
        ["number"] = number.ToString(CultureInfo.InvariantCulture),
        ["way"] = session.Way,
        ["agent"] = session.Agent,
        ["createdAt"] = session.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
        ["refreshedAt"] = session.RefreshedAt.ToString("O", CultureInfo.InvariantCulture),
        ["expiresAt"] = session.ExpiresAt.ToString("O", CultureInfo.InvariantCulture),
    };

    private static OwnerSession ToSession(Row row) => new(
        row.Key[Prefix.Length..], row["way"]!, row["agent"]!, At(row, "createdAt"), At(row, "refreshedAt"), At(row, "expiresAt"));

    private static DateTimeOffset At(Row row, string name) => DateTimeOffset.Parse(row[name]!, CultureInfo.InvariantCulture);
}
