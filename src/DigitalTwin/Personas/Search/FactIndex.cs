using System.Collections.Frozen;
using DigitalTwin.Personas.Search.Words;

namespace DigitalTwin.Personas.Search;

/// <summary>A fact with its rank for a question.</summary>
/// <param name="Fact">The fact itself.</param>
/// <param name="Score">Its BM25 score; comparable within one query only.</param>
/// <param name="Coverage">How much of the question's subject the fact covers: 0 to 1, rare words weighing more.</param>
internal sealed record RankedFact(Fact Fact, double Score, double Coverage);

/// <summary>Ranks a persona's facts by how well they fit a question, and finds the sentences that answer it.</summary>
/// <remarks>A word in a heading counts as often as its field's weight says, more so where the heading is itself a question.</remarks>
internal sealed class FactIndex
{
    // A sentence that answers stands in one of the facts that rank first.
    private const int MostFacts = 12;

    private readonly IReadOnlyList<FactDocument> documents;
    private readonly FrozenDictionary<string, FactDocument> byId;
    private readonly FrozenDictionary<string, int> documentCounts;
    private readonly QuestionReader reader;
    private readonly double averageLength;

    private FactIndex(Persona persona)
    {
        Analyzer = TextAnalyzer.For(persona.Languages[0]);
        documents = [.. persona.Facts.Select(fact => FactDocument.Of(fact, Analyzer))];
        byId = documents.ToFrozenDictionary(document => document.Fact.Id, StringComparer.Ordinal);
        documentCounts = documents
            .SelectMany(document => document.Weights.Keys)
            .CountBy(term => term)
            .ToFrozenDictionary(StringComparer.Ordinal);
        averageLength = documents.Count == 0 ? 1 : documents.Average(document => document.Length);
        reader = new QuestionReader(persona, Analyzer, term => documentCounts.GetValueOrDefault(term));
    }

    /// <summary>For the language of the persona.</summary>
    public TextAnalyzer Analyzer { get; }

    public static FactIndex Of(Persona persona) => new(persona);

    /// <summary>What a question asks this persona for.</summary>
    public Question Read(string question) => reader.Read(question);

    /// <summary>A fact of the persona as it is indexed.</summary>
    public FactDocument Document(Fact fact) => byId[fact.Id];

    /// <summary>The facts that share a word with the question, best first.</summary>
    public IReadOnlyList<RankedFact> Rank(string question) => Rank(Read(question));

    /// <summary>The parts of facts that answer a question, best first.</summary>
    public IReadOnlyList<FoundPart> Find(Question question)
    {
        var ranked = Rank(question);
        return
        [
            .. ranked.Take(MostFacts).SelectMany(each => Find(question, Document(each.Fact), each.Score / ranked[0].Score))
                .OrderByDescending(part => part.Score),
        ];
    }

    /// <summary>The parts of a fact in their order, with how well they answer a question.</summary>
    public static IReadOnlyList<FoundPart> Find(Question question, FactDocument document, double rank)
        => document.Parts.Count == 0
            ? [FoundPart.Of(question, document, -1, rank)]
            : [.. Enumerable.Range(0, document.Parts.Count).Select(part => FoundPart.Of(question, document, part, rank))];

    private List<RankedFact> Rank(Question question)
        => question.Importance == 0 ? [] :
        [
            .. documents.Select(document => Score(document, question))
                .Where(ranked => ranked.Score > 0)
                .OrderByDescending(ranked => ranked.Score),
        ];

    private RankedFact Score(FactDocument document, Question question)
    {
        double score = 0, covered = 0;
        foreach (var term in question.Terms)
        {
            double weight = 0, frequency = 0, best = 0;
            foreach (var (variant, value) in term.Variants)
            {
                if (document.Weights.TryGetValue(variant, out var found))
                {
                    best = Math.Max(best, value);
                    (weight, frequency) = value * found > weight * frequency ? (value, found) : (weight, frequency);
                }
            }

            if (frequency > 0)
            {
                score += weight * term.Importance * Bm25.Saturated(frequency, document.Length / averageLength);
                covered += best * term.Importance;
            }
        }

        return new RankedFact(document.Fact, score, covered / question.Importance);
    }
}
