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

    /// <summary>The latest messages that the summary does not cover, oldest first, without the one that a turn is about.</summary>
    /// <param name="messageId">The id of the turn's own message.</param>
    public IReadOnlyList<StoredMessage> UnsummarizedBeside(string messageId)
        => [.. Recent.Where(message => message.Number > (Header?.SummaryThrough ?? 0) && !message.IsFromVisitorUnder(messageId))];

    /// <summary>The conversation once a batch was written.</summary>
    /// <param name="header">Its header now.</param>
    /// <param name="etag">The header's version now.</param>
    /// <param name="added">The messages that were added.</param>
    public Conversation With(ConversationHeader header, string etag, IEnumerable<StoredMessage> added)
        => new(SessionId, header, etag, [.. Recent.Concat(added).TakeLast(ConversationStore.RecentMessages)]);
}

/// <summary>A turn that begins, as it goes into the conversation.</summary>
internal sealed record NewTurn
{
    public required TurnId Id { get; init; }

    public required string MessageId { get; init; }

    /// <summary>What the visitor said.</summary>
    public required string Message { get; init; }

    /// <summary>How many pictures came with the message.</summary>
    public int Pictures { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The language of the visitor's page, or <see langword="null"/>.</summary>
    public string? Locale { get; init; }

    /// <summary>Where the message came from.</summary>
    public string Origin { get; init; } = "";

    /// <summary>What another process needs to take the turn up.</summary>
    public required IReadOnlyDictionary<string, string> Claim { get; init; }
}

/// <summary>A turn whose message is kept and that is this process's to answer.</summary>
/// <param name="Conversation">The conversation with the message.</param>
/// <param name="ETag">The version of the turn's row, or <see langword="null"/> where it has none: no message began the turn.</param>
internal sealed record BegunTurn(Conversation Conversation, string? ETag);

/// <summary>A turn that is over, as it goes into the conversation.</summary>
internal sealed record FinishedTurn
{
    public required TurnId Id { get; init; }

    public required string MessageId { get; init; }

    /// <summary>What the visitor said, or empty where no message began the turn.</summary>
    public required string Message { get; init; }

    /// <summary>Whether the turn failed by a defect: the same message may be tried again.</summary>
    public bool MayBeRepeated { get; init; }

    /// <summary>Whether the person replied themself.</summary>
    public bool IsFromOwner { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>What was replied, or empty where the turn was cancelled before a word came.</summary>
    public required string Reply { get; init; }

    public IReadOnlyList<Citation> Citations { get; init; } = [];

    /// <summary>What was asked back and answered on the way, in order.</summary>
    public IReadOnlyList<Exchange> Exchanges { get; init; } = [];

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>What it has cost, in millionths of the budget's currency.</summary>
    public long Cost { get; init; }

    /// <summary>What is worth knowing of it in a list of conversations.</summary>
    public IReadOnlyList<string> Marks { get; init; } = [];

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
