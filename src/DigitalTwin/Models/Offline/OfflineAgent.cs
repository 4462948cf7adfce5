using DigitalTwin.Inbox;
using DigitalTwin.Models.Offline.Shown;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Search;
using DigitalTwin.Personas.Speech;
using DigitalTwin.Prompts;
using DigitalTwin.Tools;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Offline;

/// <summary>The offline model's next move: a text, the call of a tool, or both.</summary>
/// <param name="Text">In Markdown.</param>
/// <param name="Call">The call.</param>
internal sealed record OfflineMove(string Text, FunctionCallContent? Call)
{
    /// <summary>Whether the text says that the persona does not answer the question.</summary>
    public bool IsRefusal { get; init; }
}

/// <summary>Uses the twin's tools by simple rules, so that everything around them works without a model.</summary>
/// <param name="snapshot">The persona that it speaks for.</param>
/// <param name="tools">The names of the tools that it may call.</param>
/// <param name="standsIn">Whether it answers in the place of a model that failed.</param>
internal sealed class OfflineAgent(PersonaSnapshot snapshot, IReadOnlySet<string> tools, bool standsIn = false)
{
    // What the features call them, which lie above this one.
    private const string DocumentTool = "search_documents";
    private const string OfferingTool = "search_offerings";

    private readonly OfflineAnswerer answerer = new(snapshot, standsIn);

    private string Name => snapshot.Persona.Name;

    public OfflineMove Next(OfflineDialogue dialogue)
    {
        var phrases = answerer.PhrasesFor(dialogue);
        return dialogue.Steps.Count > 0 ? GoOn(dialogue, phrases) : Begin(dialogue, phrases);
    }

    private OfflineMove Begin(OfflineDialogue dialogue, Phrases phrases)
    {
        var question = dialogue.Question;
        if (Offers(InboxTools.AskForPerson) && Cues.WantsPerson.IsMatch(question))
        {
            return Call(dialogue, InboxTools.AskForPerson, ("reason", question));
        }

        if (MayLeaveMessage && (Cues.LeaveMessage.IsMatch(question) || Phrases.IsOne("leave-button", question)))
        {
            return Ask(dialogue, phrases, phrases["ask-form"], MessageForm.Fields);
        }

        return Offers(OfferingTool) && SpokenNeed.IsIn(question) ? Call(dialogue, OfferingTool, ("query", question))
            : Answer(dialogue, phrases);
    }

    // What the person wrote, then their documents.
    private OfflineMove Answer(OfflineDialogue dialogue, Phrases phrases)
        => answerer.Find(dialogue) is { } known ? Say(known)
            : Offers(DocumentTool) && snapshot.Index.Read(dialogue.Question).Terms.Count > 0
                ? Call(dialogue, DocumentTool, ("query", dialogue.Question))
                : RefuseOrNote(dialogue, phrases);

    private OfflineMove RefuseOrNote(OfflineDialogue dialogue, Phrases phrases)
        => Offers(InboxTools.NoteOpenQuestion) && answerer.IsForOwner(dialogue.Question)
            ? Call(dialogue, InboxTools.NoteOpenQuestion, ("question", dialogue.Question))
            : Refuse(dialogue, phrases, "");

    private OfflineMove GoOn(OfflineDialogue dialogue, Phrases phrases)
    {
        var last = dialogue.Steps[^1];
        return last.Tool switch
        {
            AskVisitorTool.Name => TakeMessage(dialogue, phrases),
            OfferingTool => ShownOfferings.Say(last.Result, phrases) is { } offers ? Say(offers) : Answer(dialogue, phrases),
            DocumentTool => FromDocuments(dialogue, last) is { } found ? Say(found) : RefuseOrNote(dialogue, phrases),
            InboxTools.LeaveMessage when IsDone(last) => Say(phrases.Say("message-left", Name)),
            InboxTools.LeaveMessage => Say(phrases["passed-nothing"]),
            InboxTools.AskForPerson when IsDone(last) => Say(phrases.Say("asked-person", Name) + Promised(last.Result, phrases)),
            InboxTools.NoteOpenQuestion => Refuse(dialogue, phrases, IsDone(last) ? phrases.Say("noted", Name) : ""),
            _ => answerer.Find(dialogue) is { } known ? Say(known) : Refuse(dialogue, phrases, ""),
        };
    }

    private string? FromDocuments(OfflineDialogue dialogue, OfflineStep step)
        => ShownPassages.Read(step.Result) is { Count: > 0 } passages
            ? new OfflineAnswerer(CitedSources.Of(snapshot, passages), standsIn).FindInFacts(dialogue)
            : null;

    private static string Promised(string result, Phrases phrases)
        => Cues.Promise.Match(result) is { Success: true } promise ? "\n\n" + phrases.Say("promised", promise.Groups[1].Value) : "";

    private OfflineMove Refuse(OfflineDialogue dialogue, Phrases phrases, string after)
    {
        var hint = MayLeaveMessage && answerer.IsForOwner(dialogue.Question) ? phrases["leave-hint"] : "";
        string[] texts = [answerer.Refuse(dialogue), after, hint];
        return Say(string.Join("\n\n", texts.Where(text => text.Length > 0))) with { IsRefusal = true };
    }

    private OfflineMove TakeMessage(OfflineDialogue dialogue, Phrases phrases)
    {
        var form = new MessageForm();
        var answers = dialogue.Steps.Where(step => step.Tool == AskVisitorTool.Name).Select(step => AnswerIn(step.Result).Trim()).ToList();
        if (Cues.NeverMind.IsMatch(answers[^1]) || Phrases.IsOne("cancel", answers[^1]))
        {
            return Say(phrases["passed-nothing"]);
        }

        // What is asked meanwhile is answered, and is no part of the message.
        var asked = answers.Where(IsQuestion).ToList();
        foreach (var (rank, answer) in answers.Where(answer => !asked.Contains(answer)).Index())
        {
            form.Take(answer, isWhole: rank == 0);
        }

        var text = asked.Contains(answers[^1]) ? answerer.Answer(new OfflineDialogue(answers[^1], dialogue.LastReply)) : "";
        if (form.Missing.Count > 0 && Offers(AskVisitorTool.Name))
        {
            var question = phrases.Say(form.IsContactWrong ? "not-a-contact" : $"ask-{form.Missing[0]}", Name);
            return form.IsEmpty ? Ask(dialogue, phrases, phrases["ask-form"], MessageForm.Fields) with { Text = text }
                : Ask(dialogue, phrases, question, []) with { Text = text };
        }

        return form.Missing.Count == 0 && Offers(InboxTools.LeaveMessage)
            ? Call(dialogue, InboxTools.LeaveMessage, ("name", form.Name), ("contact", form.Contact), ("message", form.Message))
            : Say(phrases["no-message"]);
    }

    // In a form a message may ask something, too: only a question alone is one to the twin.
    private bool IsQuestion(string answer)
        => answer.EndsWith('?') && !answer.Contains('\n', StringComparison.Ordinal) && !ContactDetails.IsIn(answer)
            && snapshot.Index.Read(answer).Terms.Count > 0;

    private bool MayLeaveMessage => Offers(InboxTools.LeaveMessage) && Offers(AskVisitorTool.Name);

    private bool Offers(string tool) => tools.Contains(tool);

    private static bool IsDone(OfflineStep step)
        => step.Result.StartsWith("<tool_result", StringComparison.Ordinal)
            && !step.Result.Contains("must have", StringComparison.Ordinal);

    private static string AnswerIn(string result)
        => VisitorText.Unwrap(result[(result.IndexOf('\n', StringComparison.Ordinal) + 1)..]);

    private static OfflineMove Say(string text) => new(text, null);

    private static OfflineMove Ask(OfflineDialogue dialogue, Phrases phrases, string question, IReadOnlyList<string> fields) => Call(
        dialogue,
        AskVisitorTool.Name,
        ("question", question),
        ("options", new[] { phrases["cancel"] }),
        ("fields", fields.Select(field => phrases[$"field-{field}"]).ToArray()));

    private static OfflineMove Call(OfflineDialogue dialogue, string tool, params (string Name, object Value)[] arguments)
    {
        var values = arguments.ToDictionary(argument => argument.Name, argument => (object?)argument.Value);
        return new OfflineMove("", new FunctionCallContent($"call_{dialogue.Steps.Count + 1}", tool, values));
    }
}
