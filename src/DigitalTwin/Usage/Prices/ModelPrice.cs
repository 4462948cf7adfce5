using System.Globalization;

namespace DigitalTwin.Usage.Prices;

/// <summary>What a call used.</summary>
internal sealed record UsedUnits
{
    /// <summary>Tokens of the prompt, all of them.</summary>
    public long Input { get; init; }

    /// <summary>Those of them that came from a cache.</summary>
    public long Cached { get; init; }

    /// <summary>Those of them that were written to a cache.</summary>
    public long CacheWrite { get; init; }

    /// <summary>Tokens of the answer, thoughts included.</summary>
    public long Output { get; init; }

    /// <summary>Those of them that were thoughts.</summary>
    public long Reasoning { get; init; }

    /// <summary>Seconds of sound.</summary>
    public long AudioSeconds { get; init; }

    /// <summary>Pictures.</summary>
    public long Pictures { get; init; }

    /// <summary>Both together.</summary>
    public UsedUnits Plus(UsedUnits other) => new()
    {
        Input = Input + other.Input,
        Cached = Cached + other.Cached,
        CacheWrite = CacheWrite + other.CacheWrite,
        Output = Output + other.Output,
        Reasoning = Reasoning + other.Reasoning,
        AudioSeconds = AudioSeconds + other.AudioSeconds,
        Pictures = Pictures + other.Pictures,
    };
}

/// <summary>What a model costs: amounts in the currency for a million tokens, a minute of sound, a picture.</summary>
/// <param name="Name">The model's name; with a star at its end, all that begin so.</param>
/// <param name="Input">A million tokens of a prompt.</param>
/// <param name="Cached">A million that came from a cache.</param>
/// <param name="CacheWrite">A million that were written to a cache.</param>
/// <param name="Output">A million tokens of an answer.</param>
/// <param name="AudioMinute">A minute of sound.</param>
/// <param name="Picture">A picture, where it is not counted as tokens.</param>
internal sealed record ModelPrice(
    string Name, decimal Input, decimal Cached, decimal CacheWrite, decimal Output, decimal AudioMinute, decimal Picture)
{
    private const decimal Million = 1_000_000;

    /// <summary>A model that costs nothing: on a machine of one's own.</summary>
    public static ModelPrice Free { get; } = new("", 0, 0, 0, 0, 0, 0);

    /// <summary>What a call cost, in millionths of the currency, rounded up.</summary>
    public long CostOf(UsedUnits used)
    {
        var plain = Math.Max(0, used.Input - used.Cached - used.CacheWrite);
        return (long)Math.Ceiling(
            (plain * Input) + (used.Cached * Cached) + (used.CacheWrite * CacheWrite) + (used.Output * Output)
            + (used.AudioSeconds * AudioMinute / 60 * Million) + (used.Pictures * Picture * Million));
    }

    /// <summary>Whether this is the price of a model.</summary>
    public bool IsOf(string model)
        => Name.EndsWith('*') ? model.StartsWith(Name[..^1], StringComparison.OrdinalIgnoreCase)
            : model.Equals(Name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads <c>name input cached cacheWrite output [minute] [picture]</c>, or returns <see langword="null"/>.</summary>
    public static ModelPrice? TryParse(string line)
    {
        var parts = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length is < 5 or > 7)
        {
            return null;
        }

        var numbers = new decimal[6];
        for (var i = 1; i < parts.Length; i++)
        {
            if (!decimal.TryParse(parts[i], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out numbers[i - 1]))
            {
                return null;
            }
        }

        return new ModelPrice(parts[0], numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
    }
}
