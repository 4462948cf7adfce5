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

    // Of questions that ask for the same in other words.
    private const double Same = 0.7;

    private readonly List<(Fact Fact, QuestionLikeness Question)> taught =
    [
        .. snapshot.Persona.Facts.Where(IsTaught)
            .Select(fact => (fact, new QuestionLikeness(snapshot.Index.Read(fact.Title)))),
    ];

    /// <summary>Whether a fact was taught: it answers its question, and no other by its words.</summary>
    public static bool IsTaught(Fact fact) => fact.Id.StartsWith(PersonaAddition.TaughtPrefix, StringComparison.Ordinal);

    /// <summary>The fact that answers a question which asks for the same in other words, or <see langword="null"/>.</summary>
    public Fact? FindSame(string question) => Find(question, Same, (asked, each) => asked.AsksAlike(each));

    /// <summary>The fact that answers a question like this one, or <see langword="null"/>.</summary>
    public Fact? Find(string question) => Find(question, Enough, (_, _) => true);

    private Fact? Find(string question, double least, Func<QuestionLikeness, QuestionLikeness, bool> isOne)
    {
        if (taught.Count == 0)
        {
            return null;
        }

        var asked = new QuestionLikeness(snapshot.Index.Read(question));
        return taught
            .Select(each => (each.Fact, each.Question, Answer: snapshot.Index.Document(each.Fact)))
            .Where(each => asked.HasSubjectOf(each.Question) && asked.MayHave(each.Question, each.Answer) && isOne(asked, each.Question))
            .Select(each => (each.Fact, Likeness: asked.To(each.Question, each.Answer)))
            .Where(each => each.Likeness >= least)
            .OrderByDescending(each => each.Likeness)
            .Select(each => each.Fact).FirstOrDefault();
    }
}
