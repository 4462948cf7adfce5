using System.Collections.Frozen;

namespace DigitalTwin.Personas.Search;

/// <summary>A fact with its rank for a question.</summary>
/// <param name="Fact">The fact itself.</param>
/// <param name="Score">Its BM25 score; comparable within one query only.</param>
/// <param name="Coverage">How much of the question's subject the fact covers: 0 to 1, rare words weighing more.</param>
internal sealed record RankedFact(Fact Fact, double Score, double Coverage);

/// <summary>Ranks a persona's facts by how well they fit a question.</summary>
/// <remarks>
/// BM25 with weighted fields (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009):
/// a word in a heading counts as often as its field's weight says, more so where the heading is itself a question.
/// </remarks>
internal sealed class FactIndex
{
    private const double K1 = 1.2;
    private const double B = 0.6;
    private const double TitleWeight = 2.5;
    private const double QuestionWeight = 3.5;
    private const double ParentWeight = 0.5;
    private const double SynonymWeight = 0.8;

    private readonly TextAnalyzer analyzer;
    private readonly IReadOnlyList<Document> documents;
    private readonly FrozenDictionary<string, int> documentCounts;
    private readonly FrozenDictionary<string, string[]> synonyms;
    private readonly double averageLength;

    private FactIndex(Persona persona)
    {
        analyzer = new TextAnalyzer(persona.Languages[0]);
        documents = [.. persona.Facts.Select(ToDocument)];
        synonyms = ReadSynonyms(persona);
        documentCounts = documents
            .SelectMany(document => document.Weights.Keys)
            .CountBy(term => term)
            .ToFrozenDictionary(StringComparer.Ordinal);
        averageLength = documents.Count == 0 ? 1 : documents.Average(document => document.Length);
    }

    public static FactIndex Of(Persona persona) => new(persona);

    /// <summary>The facts that share a word with the question, best first.</summary>
    public IReadOnlyList<RankedFact> Rank(string question)
    {
        var terms = analyzer.Terms(question).Distinct(StringComparer.Ordinal).ToList();
        var total = terms.Sum(InverseFrequency);
        return total == 0 ? [] :
        [
            .. documents.Select(document => Score(document, terms, total))
                .Where(ranked => ranked.Score > 0)
                .OrderByDescending(ranked => ranked.Score),
        ];
    }

    /// <summary>How well a text answers a question: the sum of the weights of their common terms.</summary>
    public double Overlap(string question, string text)
    {
        var words = analyzer.Terms(text).ToHashSet(StringComparer.Ordinal);
        double Best(string term) => Variants(term)
            .Where(variant => words.Contains(variant.Term))
            .Select(variant => variant.Weight * InverseFrequency(term))
            .DefaultIfEmpty()
            .Max();
        return analyzer.Terms(question).Distinct(StringComparer.Ordinal).Sum(Best);
    }

    private RankedFact Score(Document document, List<string> terms, double total)
    {
        double score = 0, covered = 0;
        foreach (var term in terms)
        {
            var (weight, frequency) = Variants(term)
                .Select(variant => (variant.Weight, Frequency: document.Weights.GetValueOrDefault(variant.Term)))
                .MaxBy(variant => variant.Weight * variant.Frequency);
            if (frequency > 0)
            {
                var saturated = frequency * (K1 + 1) / (frequency + (K1 * (1 - B + (B * document.Length / averageLength))));
                score += weight * InverseFrequency(term) * saturated;
                covered += InverseFrequency(term);
            }
        }

        return new RankedFact(document.Fact, score, covered / total);
    }

    // A word that the persona does not contain is the rarest of all: it is what the persona does not know about.
    private double InverseFrequency(string term)
    {
        var count = Variants(term).Max(variant => documentCounts.GetValueOrDefault(variant.Term));
        return Math.Log(1 + ((documents.Count - count + 0.5) / (count + 0.5)));
    }

    private IEnumerable<(string Term, double Weight)> Variants(string term)
        => synonyms.TryGetValue(term, out var others) ? others.Select(other => (other, SynonymWeight)).Prepend((term, 1)) : [(term, 1)];

    private Document ToDocument(Fact fact)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        void Add(string text, double weight)
        {
            foreach (var term in analyzer.Terms(text))
            {
                weights[term] = weights.GetValueOrDefault(term) + weight;
            }
        }

        Add(fact.Title, fact.IsQuestion ? QuestionWeight : TitleWeight);
        fact.Parents.ToList().ForEach(parent => Add(parent, ParentWeight));
        Add(Passages.PlainText(fact.Text), 1);
        return new Document(fact, weights.ToFrozenDictionary(StringComparer.Ordinal), Math.Max(1, weights.Values.Sum()));
    }

    private FrozenDictionary<string, string[]> ReadSynonyms(Persona persona)
        => persona.Synonyms
            .Select(group => group.SelectMany(analyzer.Terms).Distinct(StringComparer.Ordinal).ToList())
            .SelectMany(group => group.Select(term => (Term: term, Others: group.Where(other => other != term))))
            .GroupBy(entry => entry.Term, entry => entry.Others, StringComparer.Ordinal)
            .ToFrozenDictionary(entries => entries.Key, Union, StringComparer.Ordinal);

            private static string[] Union(IEnumerable<IEnumerable<string>> groups)
                => [.. groups.SelectMany(others => others).Distinct(StringComparer.Ordinal)];

    private sealed record Document(Fact Fact, FrozenDictionary<string, double> Weights, double Length);
}
