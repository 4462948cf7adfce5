using System.Globalization;
using DigitalTwin.Storage;
using DigitalTwin.Usage.Prices;

namespace DigitalTwin.Usage;

/// <summary>What a model was used for in a day from one origin.</summary>
internal sealed record UsageRow(DateOnly Day, string Model, string Origin)
{
    public long Turns { get; init; }

    public long Calls { get; init; }

    public UsedUnits Used { get; init; } = new();

    /// <summary>In millionths of the currency.</summary>
    public long Cost { get; init; }

    /// <summary>Both together, under this one's day, model and origin.</summary>
    public UsageRow Plus(UsageRow other) => this with
    {
        Turns = Turns + other.Turns,
        Calls = Calls + other.Calls,
        Used = Used.Plus(other.Used),
        Cost = Cost + other.Cost,
    };

    public Dictionary<string, string> ToValues() => new(StringComparer.Ordinal)
    {
        ["day"] = Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["model"] = Model,
        ["origin"] = Origin,
        ["numbers"] = string.Join(' ', Numbers()),
    };

    public static UsageRow FromRow(Row row)
    {
        var numbers = row["numbers"]!.Split(' ').Select(number => long.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        return new UsageRow(DateOnly.Parse(row["day"]!, CultureInfo.InvariantCulture), row["model"]!, row["origin"]!)
        {
            Turns = numbers[0],
            Calls = numbers[1],
            Used = new UsedUnits
            {
                Input = numbers[2],
                Cached = numbers[3],
                CacheWrite = numbers[4],
                Output = numbers[5],
                Reasoning = numbers[6],
                AudioSeconds = numbers[7],
                Pictures = numbers[8],
            },
            Cost = numbers[9],
        };
    }

    private IEnumerable<string> Numbers() => new[]
    {
        Turns, Calls, Used.Input, Used.Cached, Used.CacheWrite, Used.Output, Used.Reasoning, Used.AudioSeconds, Used.Pictures, Cost,
    }.Select(number => number.ToString(CultureInfo.InvariantCulture));
}
