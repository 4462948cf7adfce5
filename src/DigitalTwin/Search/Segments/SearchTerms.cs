using DigitalTwin.Personas.Search;
using DigitalTwin.Personas.Search.Words;

namespace DigitalTwin.Search.Segments;

/// <summary>What is asked for by a word or a phrase, with all that answers it.</summary>
/// <param name="Variants">The terms, the word's own first.</param>
/// <param name="IsLight">Whether it is part of many questions, and the subject of few.</param>
/// <param name="IsWord">Whether it is a single word.</param>
internal sealed record SearchTerm(IReadOnlyList<(string Term, double Weight)> Variants, bool IsLight, bool IsWord);

/// <summary>Reads what is searched for, for segments of a language.</summary>
internal static class SearchTerms
{
    // What is searched for is up to thousands of words long; what it is about is not.
    private const int MostTerms = 40;

    // Of tens of thousands of texts many have another word for the same, and mean something else.
    private const int ManyEntries = 5_000;
    private const double OtherWord = 0.75;
    private const double OtherWordAmongMany = 0.3;

    /// <param name="query">What is searched for.</param>
    /// <param name="language">The language of what is searched, of two letters.</param>
    /// <param name="entries">How much is searched.</param>
    public static IReadOnlyList<SearchTerm> Read(string query, string language, int entries = 0)
    {
        var otherWord = entries < ManyEntries ? OtherWord : OtherWordAmongMany;
        var analyzer = TextAnalyzer.For(language);
        var asking = TextAnalyzer.For(Languages.Guess(query, analyzer.Language));
        List<string> words = [.. WordReader.Read(query)];
        List<string> stems = [.. words.Select(asking.Stem)];
        var terms = new Dictionary<string, SearchTerm>(StringComparer.Ordinal);
        for (var i = 0; i < words.Count && terms.Count < MostTerms; i++)
        {
            var length = Math.Max(1, asking.Topics.PhraseAt(stems, i));
            var term = string.Join(' ', stems.Skip(i).Take(length));
            if (length > 1 || asking.IsTerm(words[i]))
            {
                terms.TryAdd(term, Read(term, [.. words.Skip(i).Take(length)], (asking, analyzer), otherWord));
            }

            i += length - 1;
        }

        return [.. terms.Values];
    }

    private static SearchTerm Read(
        string term, IReadOnlyList<string> words, (TextAnalyzer Asking, TextAnalyzer There) languages, double otherWord)
    {
        var (asking, analyzer) = languages;
        var isSame = asking == analyzer;
        var variants = new Dictionary<string, double>(StringComparer.Ordinal);
        void Add(string variant, double weight) => variants[variant] = Math.Max(weight, variants.GetValueOrDefault(variant));
        Add(isSame || words.Count > 1 ? term : analyzer.Stem(words[0]), 1);
        if (words.Count > 1)
        {
            words.Where(word => !asking.IsSmall(word)).ToList().ForEach(word => Add(analyzer.Stem(word), Weights.WordOfPhrase));
        }

        foreach (var topic in asking.Topics.AskedBy(term))
        {
            var there = isSame ? topic : analyzer.Topics.Find(topic.Key) ?? topic;
            there.Same.ToList().ForEach(variant => Add(variant, isSame ? otherWord : Weights.SameTopicElsewhere));
        }

        var ordered = variants.OrderByDescending(variant => variant.Value).Select(variant => (variant.Key, variant.Value));
        return new SearchTerm([.. ordered], asking.IsLight(term), words.Count == 1);
    }
}
