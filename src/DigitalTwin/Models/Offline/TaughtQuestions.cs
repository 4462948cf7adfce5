using DigitalTwin.Personas;
using DigitalTwin.Personas.Search;

namespace DigitalTwin.Models.Offline;

/// <summary>
/// Questions that the owner taught an answer to, by correcting a reply: visitors ask them in other words, too. A question that is like
/// one has its answer where nothing else answers.
/// </summary>
internal sealed class TaughtQuestions(PersonaSnapshot snapshot)
{
    private const double Enough = 0.3;

    private readonly List<(Fact Fact, QuestionLikeness Question)> taught =
    [
        .. snapshot.Persona.Facts.Where(IsTaught)
            .Select(fact => (fact, new QuestionLikeness(snapshot.Index.Read(fact.Title)))),
    ];

    /// <summary>Whether a fact was taught: it answers its question, and no other by its words.</summary>
    public static bool IsTaught(Fact fact) => fact.Id.StartsWith(PersonaAddition.TaughtPrefix, StringComparison.Ordinal);

    /// <summary>The fact that answers a question like this one, or <see langword="null"/>.</summary>
    public Fact? Find(string question)
    {
        if (taught.Count == 0)
        {
            return null;
        }

        var asked = new QuestionLikeness(snapshot.Index.Read(question));
        return taught
            .Where(each => asked.HasSubjectOf(each.Question) && asked.MayHave(each.Question, snapshot.Index.Document(each.Fact)))
            .Select(each => (each.Fact, Likeness: asked.To(each.Question)))
            .Where(each => each.Likeness >= Enough)
            .OrderByDescending(each => each.Likeness)
            .Select(each => each.Fact).FirstOrDefault();
    }
}
