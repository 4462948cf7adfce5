using DigitalTwin.Personas;
using DigitalTwin.Personas.Search.Words;
using DigitalTwin.Personas.Speech;

namespace DigitalTwin.Models.Offline;

/// <summary>Finds what the persona says about a question, and says it in the persona's words.</summary>
/// <param name="snapshot">The persona.</param>
/// <param name="standsIn">Whether it answers in the place of a model that failed, which may have known more words for the same.</param>
internal sealed class OfflineAnswerer(PersonaSnapshot snapshot, bool standsIn = false)
{
    private readonly AnswerFinder finder = new(snapshot);
    private readonly TaughtQuestions taught = new(snapshot);
    private readonly Persona persona = snapshot.Persona;

    /// <summary>A reply in Markdown, with citation markers.</summary>
    public string Answer(OfflineDialogue dialogue) => Find(dialogue) ?? Refuse(dialogue);

    /// <summary>What the persona or the twin says to a message; <see langword="null"/> where it says nothing.</summary>
    public string? Find(OfflineDialogue dialogue)
        => FindSameQuestion(dialogue.Question) is { } same ? AnswerWriter.SayAll(snapshot.Index.Document(same))
            : AnswerSmallTalk(dialogue)
                ?? Say(taught.FindSame(dialogue.Question))
                ?? Look(dialogue)
                ?? Say(taught.Find(dialogue.Question))
                ?? (AsksForContact(dialogue.Question) ? Contact() : null);

    /// <summary>What the facts say to a message, whatever else the twin would say to it; <see langword="null"/> where they say
    /// nothing.</summary>
    public string? FindInFacts(OfflineDialogue dialogue) => Look(dialogue);

    /// <summary>That the persona says nothing about the question.</summary>
    public string Refuse(OfflineDialogue dialogue)
    {
        var (phrases, asked, own) = (PhrasesFor(dialogue), LanguageOf(dialogue), snapshot.Index.Analyzer.Language);
        return Join(
            standsIn ? phrases["stands-in"] : phrases["dont-know"],
            asked != own ? phrases.Say("only-in", Phrases.NameOf(own)) : "");
    }

    /// <summary>
    /// Whether a question that is not known is one for the owner: it has a subject, and asks for the person rather than for the world.
    /// </summary>
    public bool IsForOwner(string question)
    {
        var read = snapshot.Index.Read(question);
        var known = read.Terms.Where(term => term.Variants.Count > 0 || term.IsTopic).Sum(term => term.Importance);
        return read.Terms.Count > 0 && (Cues.You.IsMatch(question) || 2 * known > read.Importance);
    }

    /// <summary>The language in which the visitor is answered: theirs where it shows, else the persona's.</summary>
    public Phrases PhrasesFor(OfflineDialogue dialogue) => new(LanguageOf(dialogue));

    private string LanguageOf(OfflineDialogue dialogue)
        => Languages.Guess(dialogue.Question, Languages.Guess(dialogue.LastQuestion, snapshot.Index.Analyzer.Language));

    private bool AsksForContact(string question) => persona.Contact.Length > 0 && SmallTalk.AsksForContact(question);

    private string? AnswerSmallTalk(OfflineDialogue dialogue)
    {
        var (phrases, name) = (PhrasesFor(dialogue), persona.Name);
        return SmallTalk.Recognize(dialogue.Question, name) switch
        {
            SmallTalkIntent.Greeting => Join(persona.Greeting, Examples(phrases)),
            SmallTalkIntent.Thanks => phrases["thanks"],
            SmallTalkIntent.Farewell => phrases["farewell"],
            SmallTalkIntent.HowAreYou => phrases["how-are-you"],
            SmallTalkIntent.Topics => Topics(phrases),
            SmallTalkIntent.WhoAreYou => Introduce(phrases),
            SmallTalkIntent.AreYouReal => phrases.Say("not-the-person", name),
            SmallTalkIntent.Insult => phrases["insult"],
            SmallTalkIntent.Arithmetic => phrases.Say("arithmetic", name),
            SmallTalkIntent.WriteForMe => phrases.Say("write-for-me", name),
            SmallTalkIntent.Harm => phrases["harm"],
            SmallTalkIntent.NoWords => phrases["no-words"],
            SmallTalkIntent.More => More(dialogue, phrases),
            _ => null,
        };
    }

    private string? Say(Fact? fact) => fact is null ? null : AnswerWriter.SayAll(snapshot.Index.Document(fact));

    private string? Look(OfflineDialogue dialogue)
        => finder.Find(dialogue) is { Count: > 0 } found ? Join(found.Select(AnswerWriter.Say)) : null;

    private Fact? FindSameQuestion(string question)
    {
        var words = string.Join(' ', WordReader.Read(question));
        bool IsSame(Fact fact) => fact.IsQuestion && string.Join(' ', WordReader.Read(fact.Title)) == words;
        return words.Length == 0 ? null : persona.Facts.FirstOrDefault(IsSame);
    }

    private string Introduce(Phrases phrases)
        => Join(
            persona.Headline.Length > 0 ? phrases.Say("introduce", persona.Name, persona.Headline.TrimEnd('.'))
                : phrases.Say("introduce-plainly", persona.Name),
            persona.Facts.Count > 0 ? AnswerWriter.SayAll(snapshot.Index.Document(persona.Facts[0])) : "");

    private string More(OfflineDialogue dialogue, Phrases phrases)
    {
        var cited = dialogue.Cited(persona);
        if (cited.Count == 0)
        {
            return Topics(phrases);
        }

        // First the rest of the fact, then the fact that the owner wrote next.
        var rests = cited.Select(fact => AnswerWriter.SayRest(snapshot.Index.Document(fact), dialogue.LastReply));
        if (rests.FirstOrDefault(text => text.Length > 0) is { } rest)
        {
            return rest;
        }

        var next = persona.Facts.SkipWhile(fact => fact != cited[^1]).Skip(1).FirstOrDefault();
        return next is null
            ? Join(phrases["all-said"], Examples(phrases))
            : $"**{next.Title}**\n\n{AnswerWriter.SayAll(snapshot.Index.Document(next))}";
    }

    private string Topics(Phrases phrases)
    {
        var headings = persona.Facts.Where(fact => !fact.IsQuestion && fact.Title != persona.Name)
            .Select(fact => fact.Chapter)
            .Distinct(StringComparer.Ordinal)
            .Take(8)
            .Select(heading => $"*{heading}*")
            .ToList();
        return Join(headings.Count > 0 ? phrases.Say("topics", string.Join(", ", headings)) : "", Examples(phrases));
    }

    private string Contact()
        => Join(persona.Contact, string.Join('\n', persona.Links.Select(link => $"- [{link.Title}]({link.Url})")));

    private string Examples(Phrases phrases)
        => persona.SuggestedQuestions.Count == 0 ? ""
            : $"{phrases["lead"]}\n\n{string.Join('\n', persona.SuggestedQuestions.Take(3).Select(question => $"- {question}"))}";

    private static string Join(params IEnumerable<string> parts) => string.Join("\n\n", parts.Where(part => part.Length > 0));
}
