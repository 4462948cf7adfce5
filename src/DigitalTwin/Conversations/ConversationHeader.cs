using System.Globalization;
using DigitalTwin.Storage;

namespace DigitalTwin.Conversations;

/// <summary>What a conversation's one header row keeps: counters, the summary and when it was last used.</summary>
internal sealed record ConversationHeader
{
    /// <summary>The header's row key; it sorts before the messages, so one query reads both.</summary>
    public const string Key = "h";

    /// <summary>
    /// Turns whose message ids are remembered in the header, to know a message that is sent again. Older ones are known by their
    /// turn's row.
    /// </summary>
    public const int RememberedTurns = 64;

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset LastActivityAt { get; init; }

    /// <summary>Messages so far: the number of the last one.</summary>
    public long Messages { get; init; }

    public long Turns { get; init; }

    public long InputTokens { get; init; }

    public long OutputTokens { get; init; }

    /// <summary>What its turns have cost, in millionths of the budget's currency.</summary>
    public long Cost { get; init; }

    public string Summary { get; init; } = "";

    /// <summary>The number of the last message that the summary covers.</summary>
    public long SummaryThrough { get; init; }

    /// <summary>The latest turns' keys, oldest first.</summary>
    public IReadOnlyList<string> RecentTurns { get; init; } = [];

    /// <summary>The keys of turns that were begun and are not over.</summary>
    public IReadOnlyList<string> OpenTurns { get; init; } = [];

    /// <summary>
    /// What stands in a header's place where a session was erased that another process may still be writing to: nothing but that.
    /// </summary>
    public static Dictionary<string, string> Tombstone(DateTimeOffset now) => new(StringComparer.Ordinal)
    {
        ["erased"] = "true",
        ["createdAt"] = now.ToString("O", CultureInfo.InvariantCulture),
        ["lastActivityAt"] = now.ToString("O", CultureInfo.InvariantCulture),
    };

    public static bool IsTombstone(Row row) => row["erased"] is not null;

    /// <summary>A header before anything was said.</summary>
    public static ConversationHeader New(DateTimeOffset now) => new() { CreatedAt = now, LastActivityAt = now };

    /// <summary>The header once a turn was begun.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="messages">How many messages that added.</param>
    public ConversationHeader After(NewTurn turn, int messages) => this with
    {
        LastActivityAt = Later(turn.StartedAt),
        Messages = Messages + messages,
        RecentTurns = Remember(turn.Id),
        OpenTurns = [.. OpenTurns.Where(key => key != turn.Id.Key), turn.Id.Key],
    };

    /// <summary>The header once a turn was over.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="messages">How many messages its end added.</param>
    public ConversationHeader After(FinishedTurn turn, int messages)
    {
        // Of two turns that summed up at the same time, the one that reaches further counts.
        var summary = turn.Summary is { } own && own.Through > SummaryThrough ? own : new ConversationSummary(Summary, SummaryThrough);
        return this with
        {
            LastActivityAt = Later(turn.FinishedAt),
            Messages = Messages + messages,
            Turns = Turns + 1,
            InputTokens = InputTokens + turn.InputTokens,
            OutputTokens = OutputTokens + turn.OutputTokens,
            Cost = Cost + turn.Cost,
            Summary = summary.Text,
            SummaryThrough = summary.Through,
            RecentTurns = Remember(turn.Id),
            OpenTurns = [.. OpenTurns.Where(key => key != turn.Id.Key)],
        };
    }

    public Dictionary<string, string> ToValues() => new(StringComparer.Ordinal)
    {
        ["createdAt"] = CreatedAt.ToString("O", CultureInfo.InvariantCulture),
        ["lastActivityAt"] = LastActivityAt.ToString("O", CultureInfo.InvariantCulture),
        ["messages"] = Text(Messages),
        ["turns"] = Text(Turns),
        ["inputTokens"] = Text(InputTokens),
        ["outputTokens"] = Text(OutputTokens),
        ["cost"] = Text(Cost),
        ["summary"] = Summary,
        ["summaryThrough"] = Text(SummaryThrough),
        ["recentTurns"] = string.Join(' ', RecentTurns),
        ["openTurns"] = string.Join(' ', OpenTurns),
    };

    public static ConversationHeader FromRow(Row row) => new()
    {
        CreatedAt = DateTimeOffset.Parse(row["createdAt"]!, CultureInfo.InvariantCulture),
        LastActivityAt = DateTimeOffset.Parse(row["lastActivityAt"]!, CultureInfo.InvariantCulture),
        Messages = Number(row["messages"]),
        Turns = Number(row["turns"]),
        InputTokens = Number(row["inputTokens"]),
        OutputTokens = Number(row["outputTokens"]),
        Cost = Number(row["cost"]),
        Summary = row["summary"] ?? "",
        SummaryThrough = Number(row["summaryThrough"]),
        RecentTurns = Keys(row["recentTurns"]),
        OpenTurns = Keys(row["openTurns"]),
    };

    private DateTimeOffset Later(DateTimeOffset at) => at > LastActivityAt ? at : LastActivityAt;

    private IReadOnlyList<string> Remember(TurnId turn)
        => RecentTurns.Contains(turn.Key) ? RecentTurns : [.. RecentTurns.Append(turn.Key).TakeLast(RememberedTurns)];

    private static string[] Keys(string? text) => (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string? text) => long.Parse(text ?? "0", CultureInfo.InvariantCulture);
}
