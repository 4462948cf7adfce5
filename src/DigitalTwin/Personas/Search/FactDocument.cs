using System.Collections.Frozen;
using DigitalTwin.Personas.Search.Words;

namespace DigitalTwin.Personas.Search;

/// <summary>A fact as it is indexed.</summary>
/// <param name="Fact">The fact.</param>
/// <param name="Weights">How often it has a term, more for headings.</param>
/// <param name="Title">The terms of its heading.</param>
/// <param name="Parts">What can be said of it, in its order.</param>
/// <param name="PartTerms">The terms of each part.</param>
internal sealed record FactDocument(
    Fact Fact,
    FrozenDictionary<string, double> Weights,
    FrozenSet<string> Title,
    IReadOnlyList<FactPart> Parts,
    IReadOnlyList<FrozenSet<string>> PartTerms)
{
    private const double TitleWeight = 2.5;
    private const double QuestionWeight = 3.5;
    private const double ParentWeight = 0.5;

    /// <summary>The sum of all weights, at least 1.</summary>
    public double Length { get; } = Math.Max(1, Weights.Values.Sum());

    public static FactDocument Of(Fact fact, TextAnalyzer analyzer)
    {
        var weights = new Dictionary<string, double>(StringComparer.Ordinal);
        FrozenSet<string> Add(string text, double weight)
        {
            List<string> terms = [.. analyzer.IndexTerms(text)];
            terms.ForEach(term => weights[term] = weights.GetValueOrDefault(term) + weight);
            return terms.ToFrozenSet(StringComparer.Ordinal);
        }

        var title = Add(fact.Title, fact.IsQuestion ? QuestionWeight : TitleWeight);
        fact.Parents.ToList().ForEach(parent => Add(parent, ParentWeight));
        var parts = FactParts.Of(fact.Text);
        List<FrozenSet<string>> terms = [.. parts.Select(part => Add(part.Plain, 1))];
        return new FactDocument(fact, weights.ToFrozenDictionary(StringComparer.Ordinal), title, parts, terms);
    }
}
