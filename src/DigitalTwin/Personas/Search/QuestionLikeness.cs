using System.Collections.Frozen;
using DigitalTwin.Personas.Search.Words;

namespace DigitalTwin.Personas.Search;

/// <summary>How much two questions ask for the same, by their words, the persona's synonyms and the topics.</summary>
internal sealed class QuestionLikeness
{
    // Of the rarest word, as rare as it is.
    private const double Rare = 0.6;

    // Other words for the same, beside the same words.
    private const double OtherWords = 0.7;

    private const string Place = "#place";

    private static readonly FrozenSet<string> Where = FrozenSet.Create("where", "wo", "où", "ou", "donde", "dove", "onde", "waar");

    private readonly IReadOnlyList<ReadTerm> terms;
    private readonly HashSet<string> kinds;

    public QuestionLikeness(Question question)
    {
        (Question, terms) = (question, [.. question.Terms.Select(ReadTerm.Of)]);
        kinds = [.. question.Kinds, .. WordReader.Read(question.Text).Any(Where.Contains) ? new[] { Place } : []];
    }

    /// <summary>The question.</summary>
    public Question Question { get; }

    /// <summary>The share of both questions that they have in common: 0 to 1.</summary>
    /// <param name="other">The other question.</param>
    /// <param name="answer">Its answer, in which what this one names may stand as well.</param>
    public double To(QuestionLikeness other, FactDocument? answer = null)
    {
        var all = Question.Importance + other.Question.Importance;
        return all == 0 ? 0 : (SharedWith(other, answer) + other.SharedWith(this, null)) / all;
    }

    /// <summary>
    /// Whether both are about the same: the rarest words of the other one, apart from what is asked of anything; or a rare word of both.
    /// </summary>
    public bool HasSubjectOf(QuestionLikeness other)
    {
        var heavy = other.terms.Where(each => !each.Term.IsLight).ToList();
        var own = heavy.Where(each => !each.Term.IsTopic).ToList();
        var rarest = heavy.Count == 0 ? 0 : (own.Count > 0 ? own : heavy).Max(each => each.Term.Importance);
        return heavy.Any(each => each.Term.Importance >= Rare * rarest
            && terms.Any(own.Count == 0 || !each.Term.IsTopic ? each.IsLike : each.IsSame));
    }

    /// <summary>Whether the other one's answer may be this one's: it is of the kind that is asked for, and has what is asked for.</summary>
    /// <param name="other">The other question.</param>
    /// <param name="answer">Its answer.</param>
    public bool MayHave(QuestionLikeness other, FactDocument answer)
        => (kinds.Count == 0 || other.kinds.Count == 0 || kinds.Overlaps(other.kinds))
            && terms.All(each => !each.Term.IsAttribute || other.terms.Any(each.IsLike) || Names(answer, each.Term));

    /// <summary>
    /// Whether both ask for the same kind of thing, and this one for nothing else that people are asked, so that one answer is the other's.
    /// </summary>
    public bool AsksAlike(QuestionLikeness other)
        => kinds.SetEquals(other.kinds)
            && terms.All(each => !each.Term.IsTopic || other.terms.Any(each.IsLike))
            && other.terms.All(each => !each.Term.IsAttribute || terms.Any(each.IsLike));

    private double SharedWith(QuestionLikeness other, FactDocument? answer)
        => terms.Sum(each => each.Term.Importance
            * (other.terms.Any(each.IsSame) ? 1
                : other.terms.Any(each.IsLike) || (answer is not null && Names(answer, each.Term)) ? OtherWords : 0));

    private static bool Names(FactDocument answer, AskedTerm term) => term.Best(answer.Weights.ContainsKey) > Weights.Narrower;

    /// <summary>A term, its own words, and the words that mean the same.</summary>
    private sealed record ReadTerm(AskedTerm Term, HashSet<string> Words, HashSet<string> Meanings)
    {
        public static ReadTerm Of(AskedTerm term) => new(term, Those(term, 1), Those(term, Weights.Synonym));

        public bool IsSame(ReadTerm other) => Words.Overlaps(other.Words);

        public bool IsLike(ReadTerm other)
            => Meanings.Overlaps(other.Words) || Words.Overlaps(other.Meanings) || Term.Topics.Intersect(other.Term.Topics).Any();

        private static HashSet<string> Those(AskedTerm term, double least)
            => term.Variants.Where(variant => variant.Weight >= least).Select(variant => variant.Term).Append(term.Term)
                .ToHashSet(StringComparer.Ordinal);
    }
}
