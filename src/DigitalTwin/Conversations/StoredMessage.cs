using System.Globalization;
using System.Text.Json;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;

namespace DigitalTwin.Conversations;

/// <summary>A message as it was said.</summary>
internal sealed record StoredMessage
{
    // Keys count down, so that the newest message comes first in key order.
    private const long LastNumber = 999_999_999_999;

    private const string UserRole = "user";
    private const string OwnerRole = "owner";

    /// <summary>Who said it, in the API's words.</summary>
    public string Role => IsFromVisitor ? UserRole : IsFromOwner ? OwnerRole : "assistant";

    /// <summary>Its place in the conversation, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>The visitor's own id for their message; the turn's for the reply.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the visitor said it, not the twin.</summary>
    public required bool IsFromVisitor { get; init; }

    /// <summary>Whether the person wrote it themself, not the twin.</summary>
    public bool IsFromOwner { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset At { get; init; }

    public IReadOnlyList<Citation> Citations { get; init; } = [];

    /// <summary>How many pictures came with it.</summary>
    public int Pictures { get; init; }

    /// <summary>The id of the reply that the person corrects with it, or <see langword="null"/>.</summary>
    public string? Corrects { get; init; }

    /// <summary>The first key of all messages; the end of the range is <see cref="KeyRange"/>'s.</summary>
    public static RowRange KeyRange(long before, int limit) => new(KeyOf(before - 1), "n", limit);

    /// <summary>Whether it is the visitor's message with this id.</summary>
    public bool IsFromVisitorUnder(string messageId) => IsFromVisitor && Id == messageId;

    public RowWrite ToInsert() => RowWrite.Insert(KeyOf(Number), Corrects is null ? Values() : new(Values()) { ["corrects"] = Corrects });

    private Dictionary<string, string> Values() => new(StringComparer.Ordinal)
    {
        ["id"] = Id,
        ["role"] = Role,
        ["text"] = Text,
        ["at"] = At.ToString("O", CultureInfo.InvariantCulture),
        ["pictures"] = Pictures.ToString(CultureInfo.InvariantCulture),
        ["citations"] = JsonSerializer.Serialize(Citations, ProductJson.Api.IReadOnlyListCitation),
    };

    public static StoredMessage FromRow(Row row) => new()
    {
        Number = LastNumber - long.Parse(row.Key.AsSpan(2), CultureInfo.InvariantCulture),
        Id = row["id"]!,
        IsFromVisitor = row["role"] == UserRole,
        IsFromOwner = row["role"] == OwnerRole,
        Text = row["text"]!,
        At = DateTimeOffset.Parse(row["at"]!, CultureInfo.InvariantCulture),
        Pictures = int.Parse(row["pictures"] ?? "0", CultureInfo.InvariantCulture),
        Corrects = row["corrects"],
        Citations = JsonSerializer.Deserialize(row["citations"] ?? "[]", ProductJson.Api.IReadOnlyListCitation)!,
    };

    public static bool IsMessageKey(string key) => key.StartsWith("m-", StringComparison.Ordinal);

    private static string KeyOf(long number) => string.Create(CultureInfo.InvariantCulture, $"m-{LastNumber - number:D12}");
}
