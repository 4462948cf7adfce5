using System.Globalization;
using DigitalTwin.Storage;
using DigitalTwin.Usage.Prices;

namespace DigitalTwin.Usage;

/// <summary>What a model was used for in a day from one origin.</summary>
internal sealed record UsageRow(DateOnly Day, string Model, string Origin)
{
    public long Turns { get; init; }

    public long Calls { get; init; }

    public long Input { get; init; }

    public long Cached { get; init; }

    public long CacheWrite { get; init; }

    public long Output { get; init; }

    public long Reasoning { get; init; }

    public long AudioSeconds { get; init; }

    public long Pictures { get; init; }

    /// <summary>In millionths of the currency.</summary>
    public long Cost { get; init; }

    /// <summary>The row of one call.</summary>
    public static UsageRow OfCall(DateOnly day, string model, string origin, UsedUnits used, long cost, bool beginsTurn)
        => new(day, model, origin)
        {
            Turns = beginsTurn ? 1 : 0,
            Calls = 1,
            Input = used.Input,
            Cached = used.Cached,
            CacheWrite = used.CacheWrite,
            Output = used.Output,
            Reasoning = used.Reasoning,
            AudioSeconds = used.AudioSeconds,
            Pictures = used.Pictures,
            Cost = cost,
        };

    /// <summary>Both together, under this one's day, model and origin.</summary>
    public UsageRow Plus(UsageRow other) => this with
    {
        Turns = Turns + other.Turns,
        Calls = Calls + other.Calls,
        Input = Input + other.Input,
        Cached = Cached + other.Cached,
        CacheWrite = CacheWrite + other.CacheWrite,
        Output = Output + other.Output,
        Reasoning = Reasoning + other.Reasoning,
        AudioSeconds = AudioSeconds + other.AudioSeconds,
        Pictures = Pictures + other.Pictures,
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
            Input = numbers[2],
            Cached = numbers[3],
            CacheWrite = numbers[4],
            Output = numbers[5],
            Reasoning = numbers[6],
            AudioSeconds = numbers[7],
            Pictures = numbers[8],
            Cost = numbers[9],
        };
    }

    private IEnumerable<string> Numbers()
        => new[] { Turns, Calls, Input, Cached, CacheWrite, Output, Reasoning, AudioSeconds, Pictures, Cost }
            .Select(number => number.ToString(CultureInfo.InvariantCulture));
}
