namespace DigitalTwin.Conversations;

/// <summary>
/// The messages that a turn adds to its conversation: the visitor's when it begins; when it is over the reply, in parts, as the visitor
/// saw it: each question of the twin's with what it said before, then the answer.
/// </summary>
internal static class TurnMessages
{
    /// <param name="turn">A turn that begins.</param>
    /// <param name="last">The number of the conversation's last message so far.</param>
    public static StoredMessage Of(NewTurn turn, long last)
        => FromVisitor(last + 1, turn.MessageId, turn.Message, turn.StartedAt) with { Pictures = turn.Pictures };

    /// <param name="turn">A turn that is over.</param>
    /// <param name="last">The number of the conversation's last message so far.</param>
    public static List<StoredMessage> Of(FinishedTurn turn, long last)
    {
        var messages = new List<StoredMessage>();
        var told = 0;
        foreach (var (index, exchange) in turn.Exchanges.Index())
        {
            var words = $"{turn.Reply[told..exchange.Offset].Trim()}\n\n{exchange.Question}".Trim();
            messages.Add(FromTwin(++last, $"{turn.Id}:q{index + 1}", words, exchange.At, turn.Citations));
            messages.Add(FromVisitor(++last, $"{turn.Id}:a{index + 1}", exchange.Answer, exchange.At));
            told = exchange.Offset;
        }

        if (turn.Reply[told..].Trim() is { Length: > 0 } rest)
        {
            var words = told == 0 ? turn.Reply : rest;
            var reply = FromTwin(++last, turn.Id.ToString(), words, turn.FinishedAt, turn.Citations);
            messages.Add(reply with { IsFromOwner = turn.IsFromOwner });
        }

        return messages;
    }

    private static StoredMessage FromVisitor(long number, string id, string text, DateTimeOffset at)
        => new() { Number = number, Id = id, IsFromVisitor = true, Text = text, At = at };

    private static StoredMessage FromTwin(long number, string id, string text, DateTimeOffset at, IReadOnlyList<Citation> citations)
        => new() { Number = number, Id = id, IsFromVisitor = false, Text = text, At = at, Citations = citations };
}
