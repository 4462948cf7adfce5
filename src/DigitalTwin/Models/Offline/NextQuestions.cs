using DigitalTwin.Inbox;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Search.Words;
using DigitalTwin.Personas.Speech;
using DigitalTwin.Prompts;
using DigitalTwin.Tools;

namespace DigitalTwin.Models.Offline;

/// <summary>Words headings as questions, and offers only what the offline model finds an answer to.</summary>
internal sealed class NextQuestions : INextQuestions
{
    private const int Most = 3;

    public IReadOnlyList<string> After(PersonaSnapshot snapshot, string question, string? locale, IReadOnlySet<string> tools)
    {
        var (answerer, persona) = (new OfflineAnswerer(snapshot), snapshot.Persona);
        var otherwise = locale is not null && Phrases.Has(Languages.Base(locale)) ? Languages.Base(locale)
            : snapshot.Index.Analyzer.Language;
        var phrases = new Phrases(Languages.Guess(question, otherwise));
        var near = snapshot.Index.Rank(question).Select(ranked => ranked.Fact).Where(fact => fact.Title != persona.Name)
            .Select((fact, turn) => (Text: Ask(fact, phrases, turn), Fact: (Fact?)fact));
        List<string> found =
        [
            .. near.Concat(persona.SuggestedQuestions.Select(text => (Text: text, Fact: (Fact?)null)))
                .Where(each => !each.Text.Equals(question, StringComparison.OrdinalIgnoreCase))
                .Where(each => IsAnswered(answerer, each.Text, each.Fact))
                .Select(each => each.Text).Distinct(StringComparer.OrdinalIgnoreCase).Take(Most),
        ];
        return tools.Contains(InboxTools.LeaveMessage) && tools.Contains(AskVisitorTool.Name) && answerer.IsForOwner(question)
            ? [.. found, phrases["leave-button"]]
            : found;
    }

    private static string Ask(Fact fact, Phrases phrases, int turn) => fact.IsQuestion ? fact.Title : phrases.About(fact.Title, turn);

    private static bool IsAnswered(OfflineAnswerer answerer, string question, Fact? by)
        => CitationMarker.Ids(answerer.Find(new OfflineDialogue(question, "")) ?? "").ToList() is { Count: > 0 } cited
            && (by is null || cited.Contains(by.Id));
}
