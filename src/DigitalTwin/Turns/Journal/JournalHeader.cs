using System.Globalization;
using System.Text.Json;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Turns.Journal;

/// <summary>A turn's wait, as long as nothing ended it.</summary>
/// <param name="Key">The step's key.</param>
/// <param name="Kind">For what.</param>
/// <param name="Due">When it ends by itself.</param>
internal sealed record TurnWait(string Key, WaitKind Kind, DateTimeOffset Due);

/// <summary>The row that says what a turn is about and who works on it. Its ETag decides every race over the turn.</summary>
internal sealed record JournalHeader
{
    public const string Key = "h";

    public required TurnStart Start { get; init; }

    /// <summary>
    /// Counts the times the turn was taken up; ids of its events name it, so that those of a run that was cut off are told apart.
    /// </summary>
    public int Run { get; init; }

    /// <summary>What the turn waits for, or <see langword="null"/> while it is to be worked on.</summary>
    public TurnWait? Wait { get; init; }

    /// <summary>Somebody ended the turn.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>The process that works on it, or empty.</summary>
    public string Owner { get; init; } = "";

    /// <summary>Until when nobody else may.</summary>
    public DateTimeOffset LeaseUntil { get; init; }

    public Dictionary<string, string> ToValues()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["start"] = JsonSerializer.Serialize(Start, ProductJson.Api.TurnStart),
            ["run"] = Run.ToString(CultureInfo.InvariantCulture),
            ["cancelled"] = IsCancelled ? "true" : "false",
            ["owner"] = Owner,
            ["leaseUntil"] = LeaseUntil.ToString("O", CultureInfo.InvariantCulture),
        };
        if (Wait is not null)
        {
            values["wait"] = JsonSerializer.Serialize(Wait, ProductJson.Api.TurnWait);
        }

        return values;
    }

    public static JournalHeader FromRow(Row row) => new()
    {
        Start = JsonSerializer.Deserialize(row["start"]!, ProductJson.Api.TurnStart)!,
        Run = int.Parse(row["run"]!, CultureInfo.InvariantCulture),
        IsCancelled = row["cancelled"] == "true",
        Owner = row["owner"]!,
        LeaseUntil = DateTimeOffset.Parse(row["leaseUntil"]!, CultureInfo.InvariantCulture),
        Wait = row["wait"] is { } wait ? JsonSerializer.Deserialize(wait, ProductJson.Api.TurnWait) : null,
    };
}
