namespace DigitalTwin.Personas.Search;

/// <summary>How much a term says, and how much it says of what has it.</summary>
/// <remarks>
/// BM25 with weighted fields: Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009.
/// </remarks>
internal static class Bm25
{
    private const double K1 = 1.2;
    private const double B = 0.6;

    /// <summary>How rare a term is.</summary>
    /// <param name="all">How many documents there are.</param>
    /// <param name="with">How many have it.</param>
    public static double Rarity(int all, int with) => Math.Log(1 + ((all - with + 0.5) / (with + 0.5)));

    /// <summary>What having a term counts: it grows with how often a document has it, and less so the longer the document is.</summary>
    /// <param name="frequency">How often, more for headings.</param>
    /// <param name="length">The sum of all of the document's frequencies, as a share of the average.</param>
    public static double Saturated(double frequency, double length) => frequency * (K1 + 1) / (frequency + (K1 * (1 - B + (B * length))));
}
