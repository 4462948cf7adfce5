using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Storage;

namespace DigitalTwin.Conversations;

/// <summary>A turn's row in its conversation: the claim of the process that answers the message, in the end the turn's events.</summary>
/// <param name="Row">The row.</param>
internal sealed record StoredTurn(Row Row)
{
    private const string KeyPrefix = "t-";
    private const string RepeatedValue = "mayBeRepeated";

    /// <summary>The turn's events, encoded; <see langword="null"/> while it is not over.</summary>
    public string? Events => Row["events"];

    public bool IsOver => Events is not null;

    /// <summary>Whether it failed by a defect: the same message may be tried again.</summary>
    public bool MayBeRepeated => Row[RepeatedValue] is not null;

    /// <summary>Tells whether a message that comes under the same id is the same one.</summary>
    public string MessageHash => Row["messageHash"] ?? "";

    /// <summary>When it was over or, until then, when it began.</summary>
    public DateTimeOffset At => DateTimeOffset.Parse(Row["at"]!, CultureInfo.InvariantCulture);

    public static string HashOf(string message) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message)))[..16];

    /// <summary>The turn's row key.</summary>
    public static string KeyOf(TurnId id) => KeyPrefix + id.Key;

    /// <summary>Claims a turn.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="etag">The version of the row of a turn that is tried again, or <see langword="null"/>.</param>
    public static RowWrite ToClaim(NewTurn turn, string? etag)
    {
        var values = Values(turn.MessageId, turn.Message, turn.StartedAt);
        foreach (var (name, value) in turn.Claim)
        {
            values[name] = value;
        }

        return Write(turn.Id, values, etag);
    }

    /// <summary>Stores how a turn went.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="etag">The version of its claim, or <see langword="null"/> where it has none.</param>
    public static RowWrite ToEnd(FinishedTurn turn, string? etag)
    {
        var values = Values(turn.MessageId, turn.Message, turn.FinishedAt);
        values["events"] = turn.Events;
        if (turn.MayBeRepeated)
        {
            values[RepeatedValue] = "true";
        }

        return Write(turn.Id, values, etag);
    }

    private static Dictionary<string, string> Values(string messageId, string message, DateTimeOffset at) => new(StringComparer.Ordinal)
    {
        ["messageId"] = messageId,
        ["messageHash"] = HashOf(message),
        ["at"] = at.ToString("O", CultureInfo.InvariantCulture),
    };

    private static RowWrite Write(TurnId id, Dictionary<string, string> values, string? etag)
        => etag is null ? RowWrite.Insert(KeyOf(id), values) : RowWrite.Replace(KeyOf(id), values, etag);
}
