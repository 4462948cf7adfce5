using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Storage;

namespace DigitalTwin.Conversations;

/// <summary>A conversation as one read gives it: its header and its latest messages.</summary>
/// <param name="SessionId">The session it belongs to.</param>
/// <param name="Header">Its header, or <see langword="null"/> where nothing is stored yet.</param>
/// <param name="ETag">The header's version.</param>
/// <param name="Recent">The latest messages, oldest first.</param>
internal sealed record Conversation(string SessionId, ConversationHeader? Header, string? ETag, IReadOnlyList<StoredMessage> Recent)
{
    /// <summary>Nothing said yet.</summary>
    public static Conversation Empty(string sessionId) => new(sessionId, null, null, []);

    /// <summary>The latest messages that the summary does not cover, oldest first.</summary>
    public IReadOnlyList<StoredMessage> Unsummarized => [.. Recent.Where(message => message.Number > (Header?.SummaryThrough ?? 0))];
}

/// <summary>A turn that is over, as it goes into the conversation.</summary>
internal sealed record FinishedTurn
{
    public required TurnId Id { get; init; }

    public required string MessageId { get; init; }

    /// <summary>What the visitor said, or empty where no message began the turn.</summary>
    public required string Message { get; init; }

    /// <summary>Whether the person replied themself.</summary>
    public bool IsFromOwner { get; init; }

    /// <summary>How many pictures came with the message.</summary>
    public int Pictures { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>What was replied, or empty where the turn was cancelled before a word came.</summary>
    public required string Reply { get; init; }

    public IReadOnlyList<Citation> Citations { get; init; } = [];

    /// <summary>What was asked back and answered on the way, in order.</summary>
    public IReadOnlyList<Exchange> Exchanges { get; init; } = [];

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>The turn's events, encoded.</summary>
    public required string Events { get; init; }

    /// <summary>A summary that reaches further than the header's, or <see langword="null"/>.</summary>
    public ConversationSummary? Summary { get; init; }
}

/// <summary>A question of the twin in the middle of a turn, and the visitor's answer.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Answer">What was answered.</param>
/// <param name="Offset">How much of the reply stands before the question, in UTF-16 units.</param>
/// <param name="At">When it was answered.</param>
internal sealed record Exchange(string Question, string Answer, int Offset, DateTimeOffset At);

/// <summary>What is remembered of the messages up to a number.</summary>
internal sealed record ConversationSummary(string Text, long Through);

/// <summary>The session was erased while something was being added to it; nothing was added.</summary>
internal sealed class SessionErasedException() : Exception("The session was erased in the meantime.");

/// <summary>A turn as it was stored.</summary>
/// <param name="Events">Encoded.</param>
/// <param name="MessageHash">Tells whether a message that comes under the same id is the same one.</param>
/// <param name="At">When it was over.</param>
internal sealed record StoredTurn(string Events, string MessageHash, DateTimeOffset At)
{
    private const string KeyPrefix = "t-";

    public static string HashOf(string message) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(message)))[..16];

    /// <summary>The turn's row key.</summary>
    public static string KeyOf(TurnId id) => KeyPrefix + id.Key;

    public static RowWrite ToInsert(FinishedTurn turn) => RowWrite.Insert(KeyOf(turn.Id), new Dictionary<string, string>
    {
        ["messageId"] = turn.MessageId,
        ["messageHash"] = HashOf(turn.Message),
        ["at"] = turn.FinishedAt.ToString("O", CultureInfo.InvariantCulture),
        ["events"] = turn.Events,
    });

    public static StoredTurn FromRow(Row row)
        => new(row["events"]!, row["messageHash"] ?? "", DateTimeOffset.Parse(row["at"]!, CultureInfo.InvariantCulture));
}
