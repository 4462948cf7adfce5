using System.Collections.Frozen;
using DigitalTwin.Personas.Search.Words;

namespace DigitalTwin.Personas.Search;

/// <summary>How much two questions ask for the same, by their words, the persona's synonyms and the topics.</summary>
internal sealed class QuestionLikeness
{
    // Of the rarest word, as rare as it is.
    private const double Rare = 0.6;

    private const string Place = "#place";

    private static readonly FrozenSet<string> Where = FrozenSet.Create("where", "wo", "où", "ou", "donde", "dove", "onde", "waar");

    private readonly IReadOnlyList<(AskedTerm Term, HashSet<string> Meanings)> terms;
    private readonly HashSet<string> kinds;

    public QuestionLikeness(Question question)
    {
        (Question, terms) = (question, [.. question.Terms.Select(term => (term, MeaningsOf(term)))]);
        kinds = [.. question.Kinds, .. WordReader.Read(question.Text).Any(Where.Contains) ? new[] { Place } : []];
    }

    /// <summary>The question.</summary>
    public Question Question { get; }

    /// <summary>The share of both questions that they have in common: 0 to 1.</summary>
    public double To(QuestionLikeness other)
    {
        var all = Question.Importance + other.Question.Importance;
        return all == 0 ? 0 : (SharedWith(other) + other.SharedWith(this)) / all;
    }

    /// <summary>Whether the other one names what this one is about: its rarest words, apart from what is asked of anything.</summary>
    public bool HasSubjectOf(QuestionLikeness other)
    {
        var subjects = other.terms.Where(each => !each.Term.IsLight && !each.Term.IsTopic).ToList();
        var rarest = subjects.Count == 0 ? 0 : subjects.Max(each => each.Term.Importance);
        return subjects.Any(each => each.Term.Importance >= Rare * rarest && Shares(each.Meanings));
    }

    /// <summary>Whether the other one's answer may be this one's: it is of the kind that is asked for, and has what is asked for.</summary>
    /// <param name="other">The other question.</param>
    /// <param name="answer">Its answer.</param>
    public bool MayHave(QuestionLikeness other, FactDocument answer)
        => (kinds.Count == 0 || other.kinds.Count == 0 || kinds.Overlaps(other.kinds))
            && terms.All(each => !each.Term.IsAttribute
                || other.Shares(each.Meanings) || each.Term.Best(answer.Weights.ContainsKey) > Weights.Narrower);

    private static HashSet<string> MeaningsOf(AskedTerm term)
        => term.Variants.Select(variant => variant.Term).Append(term.Term).Concat(term.Topics).ToHashSet(StringComparer.Ordinal);

    private double SharedWith(QuestionLikeness other)
        => terms.Where(each => other.Shares(each.Meanings)).Sum(each => each.Term.Importance);

    private bool Shares(HashSet<string> meanings) => terms.Any(each => each.Meanings.Overlaps(meanings));
}
