using System.Collections.Concurrent;

namespace DigitalTwin.Prompts;

/// <summary>
/// Estimates the tokens of a text, and learns from the counts that models report. Good enough to keep within a budget;
/// bills follow the model's own count.
/// </summary>
internal sealed class TokenEstimator
{
    /// <summary>The tokens of every message besides its text (role and separators).</summary>
    public const int MessageOverhead = 4;

    // A reported count outside of these factors is more likely wrong than the estimate.
    private const double LowestFactor = 0.5;
    private const double HighestFactor = 2;

    private const double Learning = 0.2;

    private readonly ConcurrentDictionary<string, double> factors = new(StringComparer.Ordinal);

    /// <summary>Tokens of a text before calibration: four ASCII characters, two of another alphabet, or one ideograph.</summary>
    public static double Raw(string text)
    {
        // A prompt is long and mostly ASCII: only what is not is looked at one by one.
        var quarters = text.Length;
        var rest = text.AsSpan();
        while (rest.IndexOfAnyExceptInRange('\0', '\x7F') is >= 0 and var next)
        {
            quarters += rest[next] < 0x2E80 ? 1 : 3;
            rest = rest[(next + 1)..];
        }

        return quarters / 4.0;
    }

    /// <summary>The ratio of the model's count to the estimate: 1 until the model reports a count.</summary>
    public double FactorOf(string model) => factors.GetValueOrDefault(model, 1);

    /// <summary>Learns from a reported count; zero is not a report.</summary>
    public void Learn(string model, double rawEstimate, long? reported)
    {
        if (reported is > 0 && rawEstimate > 0)
        {
            var observed = Math.Clamp(reported.Value / rawEstimate, LowestFactor, HighestFactor);
            factors.AddOrUpdate(model, observed, (_, factor) => factor + (Learning * (observed - factor)));
        }
    }
}
