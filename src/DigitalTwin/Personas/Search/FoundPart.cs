using System.Text.RegularExpressions;
using DigitalTwin.Personas.Search.Words;

namespace DigitalTwin.Personas.Search;

/// <summary>A part of a fact with how well it answers a question.</summary>
/// <param name="Document">The fact.</param>
/// <param name="Part">Which of its parts, from 0; -1 for a fact without text.</param>
/// <param name="Coverage">How much of the question it covers, with what stands around it: 0 to 1.</param>
/// <param name="Own">How much the part covers alone.</param>
/// <param name="Score">Coverage, and what else speaks for it; comparable within one question only.</param>
internal sealed partial record FoundPart(FactDocument Document, int Part, double Coverage, double Own, double Score)
{
    // A term that is only half met is not.
    private const double Met = 0.4;

    /// <summary>Measures a part.</summary>
    /// <param name="question">What is asked for.</param>
    /// <param name="document">The fact.</param>
    /// <param name="part">Which of its parts, or -1.</param>
    /// <param name="rank">The rank of the fact among those that were found, 0 to 1.</param>
    public static FoundPart Of(Question question, FactDocument document, int part, double rank)
    {
        if (question.Importance == 0)
        {
            return new FoundPart(document, part, 0, 0, 0);
        }

        double covered = 0, own = 0, titled = 0, left = 1;
        foreach (var term in question.Terms)
        {
            // A heading for the topic is the best evidence that the text below it is about it.
            var inTitle = term.Best(document.Title.Contains);
            var isAway = term.IsTopic && inTitle == 0;
            var alone = part < 0 ? 0 : term.Best(document.PartTerms[part].Contains) * (isAway ? Weights.AwayFromTitle : 1);
            var best = Math.Max(alone, Around(term, document, inTitle));
            covered += term.Importance * best;
            own += term.Importance * alone;
            titled += term.IsTopic && inTitle > 0 ? term.Importance : 0;
            left *= Left(term, best);
        }

        left *= AsksForOther(question, document, part) ? Weights.LacksPerson : 1;
        var coverage = left * covered / question.Importance;
        coverage += Weights.WholeTitle * ShareOfTitle(question, document) * (1 - coverage);
        // Where the heading is asked for, its parts differ by who speaks: visitors ask the writer.
        var isMeant = part >= 0 && question.Terms.All(term => term.IsLight || term.Best(document.Title.Contains) > Weights.Narrower);
        var isKind = part >= 0 && question.Kinds.Any(document.PartTerms[part].Contains);
        var score = coverage + (isKind ? Weights.RankOfKind : 0) + (Weights.RankOfFact * rank)
            + (Weights.RankOfTitle * titled / question.Importance)
            + (isMeant && document.PartTerms[part].Contains(TextFeatures.Self) ? Weights.RankOfSelf : 0);
        return new FoundPart(document, part, coverage, own / question.Importance, score);
    }

    private static double Around(AskedTerm term, FactDocument document, double inTitle)
        => Math.Max(
            document.Fact.IsQuestion ? inTitle : term.IsTopic && inTitle > Weights.Narrower ? Weights.InTitle : inTitle * Weights.InTitle,
            term.Best(document.Weights.ContainsKey) * Weights.InFact);

    // What is left of the coverage where the term is not met.
    private static double Left(AskedTerm term, double best)
        => term.IsLight || best >= Met ? 1
            : term.IsAttribute ? Weights.LacksAttribute
            : term.IsTopic ? Weights.LacksTopic
            : term.Variants.Count == 0 ? Weights.LacksWord : 1;

    private static bool AsksForOther(Question question, FactDocument document, int part)
    {
        if (!question.Kinds.Contains(Question.ForPerson))
        {
            return false;
        }

        // "Who is Agnes?" names the person itself.
        List<string> names = part < 0 ? [] : [.. Name().Matches(document.Parts[part].Plain).Select(name => name.Value)];
        return !names.Any(name => !question.Text.Contains(name, StringComparison.OrdinalIgnoreCase))
            && !question.Terms.All(term => names.Any(name => name.StartsWith(term.Term, StringComparison.OrdinalIgnoreCase)));
    }

    // How much of the heading the question asks for: a heading that it asks for wholly is meant.
    private static double ShareOfTitle(Question question, FactDocument document)
    {
        var terms = document.Title.Where(term => term[0] != '#').ToList();
        var asked = terms.Count(term => question.Terms.Any(each => each.Variants.Any(variant => variant.Term == term)));
        return terms.Count == 0 ? 0 : (double)asked / terms.Count;
    }

    // A capital in mid-sentence.
    [GeneratedRegex(@"(?<=[\p{L},;:'’)] )\p{Lu}\p{L}+")]
    private static partial Regex Name();
}
