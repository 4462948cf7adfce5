using System.Text;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Search;
using DigitalTwin.Prompts;

namespace DigitalTwin.Models.Offline;

/// <summary>Finds what the persona says about a question, and says it in the persona's words.</summary>
/// <param name="snapshot">The persona.</param>
/// <param name="standsIn">Whether it answers in the place of a model that failed, which may have known more words for the same.</param>
internal sealed class OfflineAnswerer(PersonaSnapshot snapshot, bool standsIn = false)
{
    // Below half, the fact is not about the subject of the question.
    private const double EnoughCoverage = 0.5;

    // A second fact with nearly the score of the best one has something to add.
    private const double CloseScore = 0.85;

    private const int LongestPassage = 800;
    private const int RoomForSecond = 300;

    private readonly Persona persona = snapshot.Persona;

    /// <summary>A reply in Markdown, with citation markers.</summary>
    public string Answer(OfflineDialogue dialogue)
    {
        var question = dialogue.Question;
        if (FindSameQuestion(question) is { } same)
        {
            return Say(same, question);
        }

        return AnswerSmallTalk(dialogue) ?? Look(question) ?? (AsksForContact(question) ? Contact() : DontKnow());
    }

    /// <summary>Whether the persona says anything about the question.</summary>
    public bool Knows(OfflineDialogue dialogue)
        => FindSameQuestion(dialogue.Question) is not null
            || AnswerSmallTalk(dialogue) is not null
            || Look(dialogue.Question) is not null
            || AsksForContact(dialogue.Question);

    private bool AsksForContact(string question) => persona.Contact.Length > 0 && SmallTalk.AsksForContact(question);

    private string? AnswerSmallTalk(OfflineDialogue dialogue)
    {
        var question = dialogue.Question;
        return SmallTalk.Recognize(question, persona.Name) switch
        {
            SmallTalkIntent.Greeting => Join(persona.Greeting, Suggestions("You could ask me, for example:")),
            SmallTalkIntent.Thanks => "You are very welcome. Is there anything else you would like to know?",
            SmallTalkIntent.Farewell => "Goodbye, and thank you for your visit.",
            SmallTalkIntent.HowAreYou => "Very well, thank you, as a digital twin always is. What would you like to know?",
            SmallTalkIntent.Topics => Topics(),
            SmallTalkIntent.WhoAreYou => Introduce(question),
            SmallTalkIntent.AreYouReal
                => $"I am a digital twin: a program that answers from what {persona.Name} wrote. I am not {persona.Name} in person.",
            SmallTalkIntent.More => More(dialogue.LastReply),
            _ => null,
        };
    }

    private string? Look(string question)
    {
        var fitting = snapshot.Index.Rank(question).Where(ranked => ranked.Coverage >= EnoughCoverage).ToList();
        if (fitting.Count == 0)
        {
            return null;
        }

        var (best, reply) = (fitting[0], Say(fitting[0].Fact, question));
        var second = fitting.Skip(1)
            .FirstOrDefault(ranked => ranked.Score >= CloseScore * best.Score && ranked.Coverage >= best.Coverage);
        return second is null || reply.Length > RoomForSecond ? reply : Join(reply, Say(second.Fact, question));
    }

    private Fact? FindSameQuestion(string question)
    {
        var words = string.Join(' ', TextAnalyzer.Words(question));
        bool IsSame(Fact fact) => fact.IsQuestion && string.Join(' ', TextAnalyzer.Words(fact.Title)) == words;
        return words.Length == 0 ? null : persona.Facts.FirstOrDefault(IsSame);
    }

    /// <summary>The fact: whole where it is short, else the paragraphs that fit the question best, in their order.</summary>
    private string Say(Fact fact, string question)
    {
        var paragraphs = Passages.Paragraphs(fact.Text);
        if (fact.Text.Length <= LongestPassage)
        {
            return Cite(string.Join("\n\n", paragraphs), fact);
        }

        var room = LongestPassage;
        var chosen = paragraphs.Index()
            .OrderByDescending(paragraph => snapshot.Index.Overlap(question, paragraph.Item))
            .TakeWhile((paragraph, rank) => rank == 0 || (room -= paragraph.Item.Length) > 0)
            .OrderBy(paragraph => paragraph.Index);
        return Cite(string.Join("\n\n", chosen.Select(paragraph => Shorten(paragraph.Item))), fact);
    }

    // A paragraph that is far too long ends after one of its sentences, if it has one there.
    private static string Shorten(string paragraph)
    {
        if (paragraph.Length <= 2 * LongestPassage)
        {
            return paragraph;
        }

        var cut = UnicodeText.Cut(paragraph, LongestPassage);
        var end = cut.LastIndexOf(". ", StringComparison.Ordinal);
        return end > LongestPassage / 2 ? cut[..(end + 1)] : cut + "…";
    }

    private string Introduce(string question)
    {
        var name = persona.Headline.Length > 0
            ? $"I am the digital twin of {persona.Name}: {persona.Headline}."
            : $"I am the digital twin of {persona.Name}.";
        return Join(name, persona.Facts.Count > 0 ? Say(persona.Facts[0], question) : "");
    }

    private string More(string lastReply)
    {
        var cited = CitationMarker.Ids(lastReply).Select(persona.FindFact).OfType<Fact>().ToList();
        if (cited.Count == 0)
        {
            return Topics();
        }

        // First the rest of the fact, then the fact that the owner wrote next.
        var rest = cited.Select(fact => (Fact: fact, Left: Unsaid(fact, lastReply)))
            .FirstOrDefault(fact => fact.Left.Count > 0);
        if (rest.Fact is not null)
        {
            return Cite(string.Join("\n\n", rest.Left), rest.Fact);
        }

        var next = persona.Facts.SkipWhile(fact => fact != cited[^1]).Skip(1).FirstOrDefault();
        return next is null
            ? Join("That is all I have written about it.", Suggestions("You could ask me, for example:"))
            : $"**{next.Title}**\n\n{Say(next, next.Title)}";
    }

    private static List<string> Unsaid(Fact fact, string reply)
        => [.. Passages.Paragraphs(fact.Text).Where(paragraph => !reply.Contains(paragraph, StringComparison.Ordinal))];

    private string Topics()
    {
        var headings = persona.Facts.Where(fact => !fact.IsQuestion && fact.Title != persona.Name)
                .Select(fact => fact.Parents.Count > 1 ? fact.Parents[1] : fact.Title)
                .Distinct(StringComparer.Ordinal)
                .Take(8)
                .Select(heading => $"*{heading}*")
                .ToList();
            var topics = headings.Count > 0 ? $"I can tell you about {string.Join(", ", headings)}." : "";
        return Join(topics, Suggestions("You could ask me, for example:"));
    }

    private string Contact()
        => Join(persona.Contact, string.Join('\n', persona.Links.Select(link => $"- [{link.Title}]({link.Url})")));

    private string DontKnow()
        => Join(
            standsIn
                ? "I found no words of mine that fit your question closely enough. Please ask again a little later, or in other words."
                : "I don't know: nothing I have written covers that, and I would rather not invent an answer.",
            Suggestions("What I can tell you about, for example:"));

    private string Suggestions(string lead)
    {
        if (persona.SuggestedQuestions.Count == 0)
        {
            return "";
        }

        var list = new StringBuilder(lead).Append('\n');
        foreach (var question in persona.SuggestedQuestions.Take(3))
        {
            list.Append("\n- ").Append(question);
        }

        return list.ToString();
    }

    private static string Cite(string text, Fact fact) => $"{text} {CitationMarker.For(fact.Id)}";

    private static string Join(params IEnumerable<string> parts) => string.Join("\n\n", parts.Where(part => part.Length > 0));
}
