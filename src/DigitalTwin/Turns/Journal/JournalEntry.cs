using System.Globalization;
using System.Text.Json;
using DigitalTwin.Hosting;
using DigitalTwin.Prompts;
using DigitalTwin.Storage;

namespace DigitalTwin.Turns.Journal;

/// <summary>A step of a turn, as it is remembered.</summary>
internal sealed record JournalEntry
{
    private const string KeyPrefix = "o-";

    /// <summary>Its place in the order the steps began in, from 1.</summary>
    public required int Order { get; init; }

    /// <summary>Names the step within the turn: <c>think:2</c>, <c>tool:1:0:1</c>, <c>wait:clarify:1:0</c>.</summary>
    public required string Key { get; init; }

    /// <summary>What was asked for, as JSON: the same whenever the workflow is run again.</summary>
    public required string Request { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When a wait or a timer ends by itself.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>What came of it, as JSON; <see langword="null"/> while it is not over.</summary>
    public string? Result { get; init; }

    /// <summary>What a model call that is not over has said so far, for other processes to show.</summary>
    public IReadOnlyList<ReplyPiece>? Said { get; init; }

    /// <summary>When it was over.</summary>
    public DateTimeOffset EndedAt { get; init; }

    /// <summary>Which run of the turn finished it; a turn that was taken up again has a higher one.</summary>
    public int Run { get; init; }

    /// <summary>Whether a row with this key is an entry.</summary>
    public static bool IsKey(string rowKey) => rowKey.StartsWith(KeyPrefix, StringComparison.Ordinal);

    public bool IsDone => Result is not null;

    public RowWrite ToUpsert()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["key"] = Key,
            ["request"] = Request,
            ["startedAt"] = Text(StartedAt),
            ["run"] = Run.ToString(CultureInfo.InvariantCulture),
        };
        if (Due is { } due)
        {
            values["due"] = Text(due);
        }

        if (Result is not null)
        {
            values["result"] = Result;
            values["endedAt"] = Text(EndedAt);
        }
        else if (Said is not null)
        {
            values["said"] = JsonSerializer.Serialize(Said, ProductJson.Api.IReadOnlyListReplyPiece);
        }

        return RowWrite.Upsert(RowKey(Order), values);
    }

    public static JournalEntry FromRow(Row row) => new()
    {
        Order = int.Parse(row.Key.AsSpan(KeyPrefix.Length), CultureInfo.InvariantCulture),
        Key = row["key"]!,
        Request = row["request"]!,
        StartedAt = Time(row["startedAt"]!),
        Run = int.Parse(row["run"]!, CultureInfo.InvariantCulture),
        Due = row["due"] is { } due ? Time(due) : null,
        Result = row["result"],
        Said = row["said"] is { } said ? JsonSerializer.Deserialize(said, ProductJson.Api.IReadOnlyListReplyPiece) : null,
        EndedAt = row["endedAt"] is { } ended ? Time(ended) : default,
    };

    private static string RowKey(int order) => string.Create(CultureInfo.InvariantCulture, $"{KeyPrefix}{order:D6}");

    private static string Text(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
