using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Storage;

namespace DigitalTwin.ApiKeys;

/// <summary>
/// The keys of programs: <c>dt-id-secret</c>. Only a hash of the secret is stored; the secret has 256 random bits, so a
/// plain hash is enough.
/// </summary>
internal sealed class ApiKeyStore(IRowStore store, TimeProvider time)
{
    private const string Table = "keys";
    private const string Partition = "api";
    private const string Prefix = "dt";

    /// <summary>Issues a key.</summary>
    public async Task<ApiKey> IssueAsync(string name, CancellationToken cancellationToken)
    {
        var id = RandomNumberGenerator.GetHexString(16, lowercase: true);
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var key = new ApiKey(id, name, time.GetUtcNow());
        await store.WriteAsync(Table, Partition, [RowWrite.Insert(id, new Dictionary<string, string>
        {
            ["name"] = name,
            ["hash"] = Hash(secret),
            ["createdAt"] = key.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
        })], cancellationToken);
        return key with { Key = $"{Prefix}-{id}-{secret}" };
    }

    /// <summary>All keys, at most 1,000.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await store.QueryAsync(Table, Partition, new RowRange("0", "g", RowLimits.QueryRows), cancellationToken);
        return [.. rows.Select(Read).OrderBy(key => key.CreatedAt)];
    }

    /// <summary>The key that a program presents, or <see langword="null"/> where it is unknown or revoked.</summary>
    public async Task<ApiKey?> FindAsync(string shown, CancellationToken cancellationToken)
        => shown.Length < 200 && shown.Split('-') is [Prefix, var id, var secret] && IsId(id)
            && await store.GetAsync(Table, Partition, id, cancellationToken) is { } row
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(row["hash"]!), Encoding.UTF8.GetBytes(Hash(secret)))
            ? Read(row)
            : null;

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

    private static bool IsId(string text) => text.Length == 16 && text.All(char.IsAsciiHexDigitLower);

    private static string Hash(string secret) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static ApiKey Read(Row row)
        => new(row.Key, row["name"]!, DateTimeOffset.Parse(row["createdAt"]!, CultureInfo.InvariantCulture));
}
