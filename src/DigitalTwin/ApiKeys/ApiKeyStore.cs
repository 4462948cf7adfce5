using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Access.Gate;
using DigitalTwin.Rates;
using DigitalTwin.Storage;

namespace DigitalTwin.ApiKeys;

/// <summary>
/// The keys of programs: <c>dt-id-secret</c>. Only a hash of the secret is stored; the secret has 256 random bits, so a
/// plain hash is enough.
/// </summary>
internal sealed class ApiKeyStore(IRowStore store, RateLimits rates, TimeProvider time) : IProgramKeys
{
    private const string Table = "keys";
    private const string Partition = "api";
    private const string Prefix = "dt";
    private const string LastUsed = "lastUsedAt";

    // A key's use is not worth a write each time.
    private static readonly TimeSpan LastUsedStep = TimeSpan.FromHours(1);

    /// <summary>Issues a key.</summary>
    /// <param name="wanted">The key; its id and time are made here.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<ApiKey> IssueAsync(ApiKey wanted, CancellationToken cancellationToken)
    {
        var id = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var key = wanted with { Id = id, CreatedAt = time.GetUtcNow() };
        var values = new Dictionary<string, string>
        {
            ["name"] = key.Name,
            ["hash"] = Hash(secret),
            ["createdAt"] = ToText(key.CreatedAt),
            ["scopes"] = string.Join(' ', key.Scopes),
        };
        if (key.ExpiresAt is { } end)
        {
            values["expiresAt"] = ToText(end);
        }

        if (key.DailyRequests is { } most)
        {
            values["dailyRequests"] = most.ToString(CultureInfo.InvariantCulture);
        }

        await store.WriteAsync(Table, Partition, [RowWrite.Insert(id, values)], cancellationToken);
        return key with { Key = $"{Prefix}-{id}-{secret}" };
    }

    /// <summary>Keys in the order of their ids.</summary>
    /// <param name="after">The id after which the page begins, or <see langword="null"/> for the first page.</param>
    /// <param name="limit">Most keys.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(string? after, int limit, CancellationToken cancellationToken)
    {
        var range = new RowRange(after is null ? "0" : after + "!", "g", limit);
        return [.. (await store.QueryAsync(Table, Partition, range, cancellationToken)).Select(Read)];
    }

    /// <inheritdoc/>
    public async Task<ProgramCaller?> FindAsync(string shown, CancellationToken cancellationToken)
    {
        var isKey = shown.Length < 200 && shown.Split('-') is [Prefix, var id, _] && IsId(id);
        if (!isKey || await store.GetAsync(Table, Partition, shown.Split('-')[1], cancellationToken) is not { } row)
        {
            return null;
        }

        var (given, known) = (Encoding.UTF8.GetBytes(Hash(shown.Split('-')[2])), Encoding.UTF8.GetBytes(row["hash"]!));
        if (!CryptographicOperations.FixedTimeEquals(known, given) || Read(row) is not { } key || key.ExpiresAt <= time.GetUtcNow())
        {
            return null;
        }

        var program = new ProgramCaller(key.Id, key.Scopes);
        if (key.DailyRequests is { } most)
        {
            await rates.TakeQuotaAsync(program.Number, most, cancellationToken);
        }

        await NoteUseAsync(row, key, cancellationToken);
        return program;
    }

    /// <summary>Revokes a key; it admits no program from now on.</summary>
    /// <returns>False where there is none.</returns>
    public async Task<bool> RevokeAsync(string id, CancellationToken cancellationToken)
    {
        if (!IsId(id) || await store.GetAsync(Table, Partition, id, cancellationToken) is null)
        {
            return false;
        }

        await store.WriteAsync(Table, Partition, [RowWrite.Delete(id)], cancellationToken);
        return true;
    }

    /// <summary>Whether a text has the form of an id.</summary>
    public static bool IsId(string text) => text.Length == 16 && text.All(char.IsAsciiHexDigitLower);

    private async Task NoteUseAsync(Row row, ApiKey key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - key.LastUsedAt < LastUsedStep)
        {
            return;
        }

        var hour = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % LastUsedStep.Ticks), TimeSpan.Zero);
        var values = row.Values.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        values[LastUsed] = ToText(hour);
        try
        {
            await store.WriteAsync(Table, Partition, [RowWrite.Replace(row.Key, values, row.ETag)], cancellationToken);
        }
        catch (RowConflictException)
        {
            // Another request noted it, or the key was revoked a moment ago.
        }
    }

    private static string Hash(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static string ToText(DateTimeOffset at) => at.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset? At(Row row, string name)
        => row[name] is { } text ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) : null;

    // Keys of before there were scopes permit everything.
    private static ApiKey Read(Row row) => new(
        row.Key, row["name"]!, At(row, "createdAt")!.Value, row["scopes"]?.Split(' ') ?? ApiKeyScopes.All)
    {
        ExpiresAt = At(row, "expiresAt"),
        LastUsedAt = At(row, LastUsed),
        DailyRequests = row["dailyRequests"] is { } most ? int.Parse(most, CultureInfo.InvariantCulture) : null,
    };
}
