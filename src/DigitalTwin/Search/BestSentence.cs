using DigitalTwin.Personas.Search;
using DigitalTwin.Personas.Search.Words;
using DigitalTwin.Search.Segments;

namespace DigitalTwin.Search;

/// <summary>Quotes what was found.</summary>
internal static class BestSentence
{
    private const int Longest = 300;

    /// <summary>The sentence of a text that has most of the words that were searched for; <see langword="null"/> where it has no
    /// sentence.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="query">What was searched for.</param>
    /// <param name="language">The language of the text, of two letters.</param>
    public static string? Of(string markdown, string query, string language)
    {
        var analyzer = TextAnalyzer.For(language);
        var asked = SearchTerms.Read(query, language).SelectMany(term => term.Variants.Select(variant => variant.Term))
            .ToHashSet(StringComparer.Ordinal);
        var best = FactParts.Of(markdown).Select(part => part.Plain).Where(sentence => sentence.Length > 0)
            .MaxBy(sentence => analyzer.Terms(sentence).Distinct().Count(asked.Contains));
        return best is null || best.Length <= Longest ? best : best[..Longest].TrimEnd() + "…";
    }
}
