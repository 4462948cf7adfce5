using System.Text.RegularExpressions;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Search;
using DigitalTwin.Personas.Search.Words;

namespace DigitalTwin.Gaps;

/// <summary>
/// Finds statements that say the same of the same, but for a date, a number or a "not". It goes by words, and so by likeness: what it shows
/// is for the owner to judge.
/// </summary>
internal static partial class ContradictionFinder
{
    /// <summary>Most pairs that are shown.</summary>
    public const int Most = 100;

    // Below it, two statements are about different things.
    private const double EnoughAlike = 0.6;
    private const int LeastShared = 2;

    private static readonly HashSet<string> Negations = new(StringComparer.OrdinalIgnoreCase)
    {
        "not", "never", "no", "none", "without", "cannot", "nicht", "nie", "kein", "keine", "keinen", "keiner", "ohne", "pas", "jamais",
        "aucun", "aucune", "sans", "nunca", "sin", "mai", "non", "nessun", "nessuna", "senza", "não", "sem", "nenhum", "nenhuma", "niet",
        "nooit", "geen", "zonder", "不", "没", "没有",
    };

    /// <summary>The pairs, in the order of the file.</summary>
    public static IReadOnlyList<Contradiction> Find(PersonaSnapshot snapshot)
    {
        var said = snapshot.Persona.Facts
            .SelectMany(fact => Passages.Sentences(fact.Text).Select(text => Read(fact, text, snapshot.Index.Analyzer)))
            .Where(each => each.Terms.Count >= LeastShared)
            .ToList();
        var byTerm = said.Index().SelectMany(each => each.Item.Terms.Select(term => (term, each.Index)))
            .ToLookup(pair => pair.term, pair => pair.Index, StringComparer.Ordinal);
        var found = new List<Contradiction>();
        foreach (var (index, one) in said.Index())
        {
            var others = one.Terms.SelectMany(term => byTerm[term]).Where(other => other > index)
                .CountBy(other => other).Where(pair => pair.Value >= LeastShared).Select(pair => said[pair.Key]);
            foreach (var other in others)
            {
                if (KindOf(one, other) is { } kind)
                {
                    found.Add(new Contradiction(kind, ToStatement(one), ToStatement(other)));
                }

                if (found.Count == Most)
                {
                    return found;
                }
            }
        }

        return found;
    }

    private static string? KindOf(Said one, Said other)
    {
        var shared = one.Terms.Count(other.Terms.Contains);
        if (shared < LeastShared || (double)shared / (one.Terms.Count + other.Terms.Count - shared) < EnoughAlike)
        {
            return null;
        }

        return Differ(one.Dates, other.Dates) ? "date"
            : Differ(one.Numbers, other.Numbers) && one.Dates.SetEquals(other.Dates) ? "number"
            : one.IsNegated != other.IsNegated && one.Dates.SetEquals(other.Dates) && one.Numbers.SetEquals(other.Numbers) ? "negation"
            : null;
    }

    // Where one says more than the other, both may be right.
    private static bool Differ(HashSet<string> one, HashSet<string> other)
        => one.Count > 0 && other.Count > 0 && !one.IsSubsetOf(other) && !other.IsSubsetOf(one);

    private static Said Read(Fact fact, string text, TextAnalyzer analyzer)
    {
        var dates = Year().Matches(text).Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        var numbers = Number().Matches(Year().Replace(text, " ")).Select(match => match.Value.TrimEnd('.', ','))
            .ToHashSet(StringComparer.Ordinal);
        var words = WordReader.Read(text).ToList();
        var terms = analyzer.Terms(text).Where(term => !term.Any(char.IsDigit) && !Negations.Contains(term))
            .ToHashSet(StringComparer.Ordinal);
        var isNegated = words.Any(Negations.Contains) || Contracted().IsMatch(text);
        return new Said(fact, text, terms, dates, numbers, isNegated);
    }

    private static Statement ToStatement(Said said) => new(said.Fact.Id, said.Fact.Title, said.Text);

    private sealed record Said(
        Fact Fact, string Text, HashSet<string> Terms, HashSet<string> Dates, HashSet<string> Numbers, bool IsNegated);

    [GeneratedRegex(@"\b(1[89]|20)\d\d\b")]
    private static partial Regex Year();

    [GeneratedRegex(@"\d+(?:[.,]\d+)*")]
    private static partial Regex Number();

    [GeneratedRegex(@"n[’']t\b", RegexOptions.IgnoreCase)]
    private static partial Regex Contracted();
}
