using System.Globalization;
using DigitalTwin.Conversations.Listing;
using DigitalTwin.Hosting.Texts;
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

    private const int MostPlaces = 8;
    private const int LongestFirst = 160;

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

    /// <summary>What is worth knowing of it in a list: see <see cref="ConversationMark"/>.</summary>
    public IReadOnlyList<string> Marks { get; init; } = [];

    /// <summary>Whether a turn of it ever stayed open.</summary>
    public bool HasWaited { get; init; }

    /// <summary>The latest times under which it may stand in lists.</summary>
    public IReadOnlyList<DateTimeOffset> Places { get; init; } = [];

    /// <summary>What it is called, or <see langword="null"/>.</summary>
    public string? Title { get; init; }

    /// <summary>The visitor's language as a BCP 47 tag, or <see langword="null"/>.</summary>
    public string? Locale { get; init; }

    /// <summary>Where it was begun: a page's host name, or a program's name.</summary>
    public string Origin { get; init; } = "";

    /// <summary>Until when the person is in the conversation and the twin silent; <see langword="null"/> where they are not.</summary>
    public DateTimeOffset? OwnerUntil { get; init; }

    /// <summary>The id of the owner's latest message, and where it was said; empty where there is none.</summary>
    public string LastSaid { get; init; } = "";

    /// <summary>How the visitor began.</summary>
    public string FirstMessage { get; init; } = "";

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
    public ConversationHeader After(NewTurn turn, int messages) => At(turn.StartedAt) with
    {
        Locale = turn.Locale ?? Locale,
        Origin = Origin.Length > 0 ? Origin : turn.Origin,
        FirstMessage = FirstMessage.Length > 0 ? FirstMessage : UnicodeText.Cut(turn.Message, LongestFirst),
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
        return At(turn.FinishedAt) with
        {
            Marks = [.. Marks.Union(turn.Marks)],
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

    /// <summary>The header once the owner said something on their own.</summary>
    public ConversationHeader After(StoredMessage said)
        => At(said.At) with { Messages = said.Number, Marks = [.. Marks.Union([ConversationMark.Joined])] };

    /// <summary>The header once a turn stays open, for a person.</summary>
    public ConversationHeader Waits() => this with { HasWaited = true };

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
        ["marks"] = string.Join(' ', Marks),
        ["hasWaited"] = HasWaited ? "true" : "",
        ["places"] = string.Join(' ', Places.Select(at => at.UtcTicks.ToString("x", CultureInfo.InvariantCulture))),
        ["title"] = Title ?? "",
        ["locale"] = Locale ?? "",
        ["origin"] = Origin,
        ["firstMessage"] = FirstMessage,
        ["lastSaid"] = LastSaid,
        ["ownerUntil"] = OwnerUntil?.ToString("O", CultureInfo.InvariantCulture) ?? "",
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
        Marks = Keys(row["marks"]),
        HasWaited = row["hasWaited"] is { Length: > 0 },
        Places = [.. Keys(row["places"]).Select(ticks => new DateTimeOffset(
            long.Parse(ticks, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture), TimeSpan.Zero))],
        Title = row["title"] is { Length: > 0 } title ? title : null,
        Locale = row["locale"] is { Length: > 0 } locale ? locale : null,
        Origin = row["origin"] ?? "",
        FirstMessage = row["firstMessage"] ?? "",
        LastSaid = row["lastSaid"] ?? "",
        OwnerUntil = row["ownerUntil"] is { Length: > 0 } until ? DateTimeOffset.Parse(until, CultureInfo.InvariantCulture) : null,
    };

    private ConversationHeader At(DateTimeOffset at)
        => Later(at) is var last && Places is [.., var place] && place == last
            ? this with { LastActivityAt = last }
            : this with { LastActivityAt = last, Places = [.. Places.Append(last).TakeLast(MostPlaces)] };

    private DateTimeOffset Later(DateTimeOffset at) => at > LastActivityAt ? at : LastActivityAt;

    private IReadOnlyList<string> Remember(TurnId turn)
        => RecentTurns.Contains(turn.Key) ? RecentTurns : [.. RecentTurns.Append(turn.Key).TakeLast(RememberedTurns)];

    private static string[] Keys(string? text) => (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(string? text) => long.Parse(text ?? "0", CultureInfo.InvariantCulture);
}
