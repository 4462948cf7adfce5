using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using DigitalTwin.Storage;

namespace DigitalTwin.Activities;

/// <summary>An entry of the activity log. It has ids and names of the product's own, and no word of a visitor.</summary>
public sealed record ActivityEntry
{
    /// <summary>Its id: the day and its place in it.</summary>
    public string Id { get; init; } = "";

    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Whose act it is: <c>owner</c> with the owner's key, <c>owner:…</c> signed in, <c>twin</c>, or <c>system</c>.</summary>
    public required string Who { get; init; }

    /// <summary>What kind it is: <c>owner</c>, <c>tool</c>, <c>sign-in</c> or <c>note</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What was done: the endpoint's name, the tool's name.</summary>
    public required string What { get; init; }

    /// <summary>What it was done to: an id; one of a visitor's session or turn as <see cref="Reference"/> gives it.</summary>
    public string? Target { get; init; }

    /// <summary>The turn that it was done in, as <see cref="Reference"/> gives it.</summary>
    public string? Turn { get; init; }

    /// <summary>The same for both entries of an act: the one before it and the one after it.</summary>
    public required string Act { get; init; }

    /// <summary>
    /// <c>begun</c> before the act, then <c>done</c> or the code of what went wrong. An act with no second entry was cut off: it may have
    /// been done.
    /// </summary>
    public required string Outcome { get; init; }

    /// <summary>The owner's own words, in a note.</summary>
    public string? Text { get; init; }

    /// <summary>The chain that it belongs to: each process has one for each day.</summary>
    public string Chain { get; init; } = "";

    /// <summary>Its place in the chain, from 1.</summary>
    public long Number { get; init; }

    /// <summary>The hash of the entry before it in the chain; empty for the first one.</summary>
    public string Previous { get; init; } = "";

    /// <summary>The hash of all of this.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Whether the hash is that of the rest.</summary>
    [JsonIgnore]
    public bool IsWhole => Hash == HashOf();

    /// <summary>
    /// How an id of a visitor's session or turn stands in the log: it can be looked for by who has the id, and tells nothing once that is
    /// erased. Other ids stay as they are.
    /// </summary>
    /// <param name="id">The id, or several with slashes between them.</param>
    [return: NotNullIfNotNull(nameof(id))]
    public static string? Reference(string? id) => id is null ? null : string.Join('/', id.Split('/').Select(ReferenceOfOne));

    /// <summary>The hash of a text, as chains and seals have it.</summary>
    internal static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string ReferenceOfOne(string id)
        => id.Length >= SessionIdLength && id.Take(SessionIdLength).All(char.IsAsciiHexDigitLower) ? $"ref-{HashOf(id)[..16]}" : id;

    private const int SessionIdLength = 32;

    /// <summary>The entry with its hash.</summary>
    internal ActivityEntry Seal() => this with { Hash = HashOf() };

    internal Dictionary<string, string> ToValues() => Fields().Append((Name: "hash", Value: Hash))
        .Where(field => field.Value.Length > 0)
        .ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);

    internal static ActivityEntry FromRow(string day, Row row) => new()
    {
        Id = $"{day}-{row.Key}",
        At = DateTimeOffset.Parse(row["at"]!, CultureInfo.InvariantCulture),
        Who = row["who"] ?? "",
        Kind = row["kind"] ?? "",
        What = row["what"] ?? "",
        Target = row["target"],
        Turn = row["turn"],
        Act = row["act"] ?? "",
        Outcome = row["outcome"] ?? "",
        Text = row["text"],
        Chain = row["chain"] ?? "",
        Number = long.Parse(row["number"] ?? "0", CultureInfo.InvariantCulture),
        Previous = row["previous"] ?? "",
        Hash = row["hash"] ?? "",
    };

    private (string Name, string Value)[] Fields() =>
    [
        ("at", At.ToString("O", CultureInfo.InvariantCulture)), ("who", Who), ("kind", Kind), ("what", What), ("target", Target ?? ""),
        ("turn", Turn ?? ""), ("act", Act), ("outcome", Outcome), ("text", Text ?? ""), ("chain", Chain),
        ("number", Number.ToString(CultureInfo.InvariantCulture)), ("previous", Previous),
    ];

    // Each field with its length: no two entries read the same.
    private string HashOf() => HashOf(string.Concat(Fields().Select(field => $"{field.Name}={field.Value.Length}:{field.Value};")));
}

/// <summary>A page of the activity log, newest first.</summary>
/// <param name="Activities">The entries.</param>
/// <param name="Next">What <c>before</c> has to be for the next page, or <see langword="null"/> where there is none.</param>
public sealed record ActivityPage(IReadOnlyList<ActivityEntry> Activities, string? Next);

/// <summary>What a look at a day's chains found.</summary>
/// <param name="Day">The day.</param>
/// <param name="Entries">How many entries there are.</param>
/// <param name="Chains">How many chains they make.</param>
/// <param name="IsSealed">Whether the day was sealed.</param>
/// <param name="IsWhole">Whether nothing was changed, added or taken away.</param>
/// <param name="Problems">What is wrong, one sentence each.</param>
public sealed record ActivityVerification(
    string Day, int Entries, int Chains, bool IsSealed, bool IsWhole, IReadOnlyList<string> Problems);

/// <summary>A note of the owner's own for the log.</summary>
public sealed record ActivityNote
{
    /// <summary>The note, 1 to 1,000 characters.</summary>
    public string? Text { get; init; }

    /// <summary>What it is about: an id, up to 200 characters.</summary>
    public string? Target { get; init; }
}
