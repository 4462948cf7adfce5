using System.Collections.Concurrent;

namespace DigitalTwin.Prompts;

/// <summary>
/// Estimates how many tokens a text takes, and learns from what models report how far off it is. Good enough to
/// keep within a budget; what is billed is what the model reports.
/// </summary>
internal sealed class TokenEstimator
{
    /// <summary>Tokens that every message costs beside its text (role and separators).</summary>
    public const int MessageOverhead = 4;

    // A report outside of this says more about the report than about the estimate.
    private const double LowestFactor = 0.5;
    private const double HighestFactor = 2;

    private const double Learning = 0.2;

    private readonly ConcurrentDictionary<string, double> factors = new(StringComparer.Ordinal);

    /// <summary>Tokens of a text before calibration: four ASCII characters, two of another alphabet, or one ideograph.</summary>
    public static double Raw(string text)
    {
        var quarters = 0;
        foreach (var c in text)
        {
            quarters += c < 0x80 ? 1 : c < 0x2E80 ? 2 : 4;
        }

        return quarters / 4.0;
    }

    /// <summary>What the model's tokens are to the estimate's: 1 until it reports.</summary>
    public double FactorOf(string model) => factors.GetValueOrDefault(model, 1);

    /// <summary>Learns from a reported count; counts of nothing are no report.</summary>
    public void Learn(string model, double rawEstimate, long? reported)
    {
        if (reported is > 0 && rawEstimate > 0)
        {
            var observed = Math.Clamp(reported.Value / rawEstimate, LowestFactor, HighestFactor);
            factors.AddOrUpdate(model, observed, (_, factor) => factor + (Learning * (observed - factor)));
        }
    }
}
