using DigitalTwin.Inbox;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Search;

namespace DigitalTwin.Gaps;

/// <summary>Groups open questions by what they mean, by the words, synonyms and topics that the persona's search knows.</summary>
internal sealed class GapFinder(PersonaSnapshot snapshot)
{
    // By it, "Do you have pets?" and "Any animals at home?" are the same, and "Where do you live?" and "Where do you work?" are not.
    private const double EnoughInCommon = 0.6;
    private const int MostSamples = 5;

    // A statement with less in common would lead astray.
    private const double LeastNear = 0.3;

    /// <summary>The gaps, the one asked most first.</summary>
    public IReadOnlyList<Gap> Find(IReadOnlyList<OpenQuestion> open)
    {
        var groups = new List<List<Meant>>();
        foreach (var each in open.OrderByDescending(question => question.Count).Select(Read))
        {
            // With the one that its first question is most like: a chain of small steps leads anywhere.
            var best = groups.Select(group => (Group: group, Likeness: group[0].Meaning.To(each.Meaning)))
                .Where(pair => pair.Likeness >= EnoughInCommon)
                .OrderByDescending(pair => pair.Likeness).Select(pair => pair.Group).FirstOrDefault();
            if (best is null)
            {
                groups.Add([each]);
            }
            else
            {
                best.Add(each);
            }
        }

        return [.. groups.Select(ToGap).OrderByDescending(gap => gap.Count).ThenByDescending(gap => gap.LastAt)];
    }

    private Meant Read(OpenQuestion question) => new(question, new QuestionLikeness(snapshot.Index.Read(question.Question)));

    private Gap ToGap(List<Meant> group) => new(
        group[0].Question.Question,
        group.Sum(each => each.Question.Count),
        group.Max(each => each.Question.LastAt),
        [.. group.Select(each => each.Question.Id)],
        [.. group.SelectMany(each => each.Question.Asked.Select(asked => asked.Question).Prepend(each.Question.Question))
            .Distinct(StringComparer.OrdinalIgnoreCase).Take(MostSamples)],
        DraftOf(group[0].Question.Question));

    private GapDraft? DraftOf(string question)
    {
        if (snapshot.Index.Rank(question) is not [var nearest, ..] || nearest.Coverage < LeastNear)
        {
            return null;
        }

        var terms = snapshot.Index.Analyzer.Terms(question).ToHashSet(StringComparer.Ordinal);
        var sentences = Passages.Sentences(nearest.Fact.Text);
        var best = sentences.MaxBy(sentence => snapshot.Index.Analyzer.Terms(sentence).Count(terms.Contains));
        return best is null ? null : new GapDraft(best, nearest.Fact.Id, nearest.Fact.Title);
    }

    private sealed record Meant(OpenQuestion Question, QuestionLikeness Meaning);
}
