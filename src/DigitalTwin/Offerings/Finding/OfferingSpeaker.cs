using DigitalTwin.Conversations;
using DigitalTwin.Personas.Search.Words;
using DigitalTwin.Personas.Speech;
using DigitalTwin.Search;

namespace DigitalTwin.Offerings.Finding;

/// <summary>Says of an offering why it fits, in the owner's words and the visitor's language.</summary>
internal static class OfferingSpeaker
{
    private const int MostWords = 4;

    /// <summary>An offering as a reply shows it.</summary>
    /// <param name="catalog">The catalogue.</param>
    /// <param name="offering">The offering.</param>
    /// <param name="need">What it was searched by.</param>
    /// <param name="reason">Why it fits, in a model's words; or <see langword="null"/>.</param>
    /// <param name="phrases">In the visitor's language.</param>
    public static OfferingCard CardOf(Catalog catalog, Offering offering, Need need, string? reason, Phrases phrases)
    {
        var analyzer = TextAnalyzer.For(catalog.Segment.Language);
        var asked = analyzer.Terms(need.What).Where(term => !analyzer.IsLight(term)).ToHashSet(StringComparer.Ordinal);
        List<string> reasons = [];
        if (reason is not null)
        {
            reasons.Add(reason);
        }
        else if (SharedWords(offering, asked, analyzer) is { Count: > 0 } shared)
        {
            reasons.Add(phrases.Say("offer-words", string.Join(", ", shared)));
        }

        if (need.MaxPrice is not null && offering.Price is not null)
        {
            reasons.Add(phrases["offer-within"]);
        }

        if (need.Place is not null)
        {
            reasons.Add(offering.Place);
        }

        return offering.ToCard(BestSentence.Of(offering.Description, need.What, analyzer.Language), reasons);
    }

    /// <summary>What it costs, in words.</summary>
    public static string PriceOf(Offering offering, Phrases phrases)
    {
        var price = offering.Price == 0 ? phrases["offer-free"] : offering.PriceText ?? phrases["offer-on-request"];
        return offering is { Price: > 0, Per.Length: > 0 } ? $"{price} {phrases.Say("offer-per", offering.Per)}" : price;
    }

    // As they are written there, each once.
    private static List<string> SharedWords(Offering offering, HashSet<string> asked, TextAnalyzer analyzer)
    {
        var text = string.Join(' ', [offering.Title, offering.Kind, .. offering.Tags, .. offering.Details.Values, offering.Description]);
        return [.. WordReader.Read(text).Where(word => asked.Contains(analyzer.Stem(word))).DistinctBy(analyzer.Stem).Take(MostWords)];
    }
}
