using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;

namespace DigitalTwin.Notices.Deliveries;

/// <summary>The addresses that notices are sent to. Their secrets are made of one key and stored nowhere.</summary>
internal sealed class WebhookStore(IRowStore rows, SecretCache secrets, TimeProvider time)
{
    /// <summary>Most addresses.</summary>
    public const int Most = 20;

    private const string Table = "webhooks";
    private const string Partition = "owner";
    private const string Prefix = "w-";
    private const int SecretBytes = 32;

    /// <summary>All addresses, in the order they were added.</summary>
    public async Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancellationToken)
    {
        var found = await rows.QueryAsync(Table, Partition, RowRange.Prefix(Prefix, RowLimits.QueryRows), cancellationToken);
        return [.. found.Select(FromRow).OrderBy(each => each.CreatedAt)];
    }

    /// <summary>An address, or <see langword="null"/>.</summary>
    public async Task<Webhook?> FindAsync(string id, CancellationToken cancellationToken)
        => IsId(id) && await rows.GetAsync(Table, Partition, Prefix + id, cancellationToken) is { } row ? FromRow(row) : null;

    /// <summary>Adds an address and says its secret, this once.</summary>
    public async Task<Webhook> AddAsync(string name, string url, IReadOnlyList<string> types, CancellationToken cancellationToken)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var added = new Webhook(id, name, url, types, time.GetUtcNow(), null);
        var secret = await SecretAsync(id, cancellationToken);
        await WriteAsync(added, cancellationToken);
        return added with { Secret = secret };
    }

    /// <summary>Stops or goes on sending to an address.</summary>
    public Task DisableAsync(Webhook webhook, bool isDisabled, CancellationToken cancellationToken)
        => WriteAsync(webhook with { DisabledAt = isDisabled ? time.GetUtcNow() : null }, cancellationToken);

    /// <summary>Forgets an address.</summary>
    public Task DeleteAsync(string id, CancellationToken cancellationToken)
        => rows.WriteAsync(Table, Partition, [RowWrite.Delete(Prefix + id)], cancellationToken);

    /// <summary>What messages to an address are signed with.</summary>
    /// <exception cref="ProblemException">The twin has no key for webhooks.</exception>
    /// <remarks>HKDF (RFC 5869) of the twin's key for webhooks, with the address's id.</remarks>
    public async Task<string> SecretAsync(string id, CancellationToken cancellationToken)
    {
        var key = await secrets.GetAsync(SecretNames.WebhookKey, cancellationToken)
            ?? throw new ProblemException(Problems.WebhooksUnavailable);
        var secret = HKDF.DeriveKey(
            HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(key), SecretBytes, info: Encoding.UTF8.GetBytes($"digital-twin webhook {id}"));
        return "whsec_" + Convert.ToBase64String(secret);
    }

    private static bool IsId(string id) => id.Length == 16 && id.All(char.IsAsciiHexDigitLower);

    private Task<IReadOnlyList<string>> WriteAsync(Webhook webhook, CancellationToken cancellationToken) => rows.WriteAsync(
        Table, Partition,
        [
            RowWrite.Upsert(Prefix + webhook.Id, new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["name"] = webhook.Name,
                ["url"] = webhook.Url,
                ["types"] = string.Join(' ', webhook.Types),
                ["createdAt"] = webhook.CreatedAt.ToString("O", CultureInfo.InvariantCulture),
                ["disabledAt"] = webhook.DisabledAt?.ToString("O", CultureInfo.InvariantCulture) ?? "",
            }),
        ],
        cancellationToken);

    private static Webhook FromRow(Row row) => new(
        row.Key[Prefix.Length..], row["name"] ?? "", row["url"] ?? "",
        (row["types"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
        DateTimeOffset.Parse(row["createdAt"]!, CultureInfo.InvariantCulture),
        row["disabledAt"] is { Length: > 0 } disabled ? DateTimeOffset.Parse(disabled, CultureInfo.InvariantCulture) : null);
}
