using System.Text.RegularExpressions;
using DigitalTwin.Inbox;
using DigitalTwin.Personas;
using DigitalTwin.Prompts;
using DigitalTwin.Tools;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Offline;

/// <summary>The offline model's next move: a text, or the call of a tool.</summary>
internal sealed record OfflineMove(string Text, FunctionCallContent? Call);

/// <summary>Uses the twin's tools by simple rules, so that everything around them works without a model.</summary>
/// <param name="snapshot">The persona that it speaks for.</param>
/// <param name="tools">The names of the tools that it may call.</param>
/// <param name="standsIn">Whether it answers in the place of a model that failed.</param>
internal sealed partial class OfflineAgent(PersonaSnapshot snapshot, IReadOnlySet<string> tools, bool standsIn = false)
{
    private const string Cancel = "Cancel";

    private readonly OfflineAnswerer answerer = new(snapshot, standsIn);

    private string Name => snapshot.Persona.Name;

    public OfflineMove Next(OfflineDialogue dialogue) => dialogue.Steps.Count > 0 ? GoOn(dialogue) : Begin(dialogue);

    private OfflineMove Begin(OfflineDialogue dialogue)
    {
        var question = dialogue.Question;
        if (Offers(InboxTools.AskForPerson) && WantsPerson().IsMatch(question))
        {
            return Call(dialogue, InboxTools.AskForPerson, ("reason", question));
        }

        if (Offers(InboxTools.LeaveMessage) && Offers(AskVisitorTool.Name) && WantsToLeaveMessage().IsMatch(question))
        {
            return Ask(dialogue, "What is your name?");
        }

        return Offers(InboxTools.NoteOpenQuestion) && !answerer.Knows(dialogue)
            ? Call(dialogue, InboxTools.NoteOpenQuestion, ("question", question))
            : Say(answerer.Answer(dialogue));
    }

    private OfflineMove GoOn(OfflineDialogue dialogue)
    {
        var last = dialogue.Steps[^1];
        return last.Tool switch
        {
            AskVisitorTool.Name => TakeMessage(dialogue),
            InboxTools.LeaveMessage when IsDone(last) => Say($"Thank you. I have left your message for {Name}."),
            InboxTools.LeaveMessage => Say("All right: I have passed nothing on."),
            InboxTools.AskForPerson when IsDone(last)
                => Say($"I have asked {Name} to join. The reply will appear here; it may take a while. Until then, ask me anything."),
            InboxTools.NoteOpenQuestion when IsDone(last) => Say($"{answerer.Answer(dialogue)}\n\nI have noted your question for {Name}."),
            _ => Say(answerer.Answer(dialogue)),
        };
    }

    private OfflineMove TakeMessage(OfflineDialogue dialogue)
    {
        if (NeverMind().IsMatch(AnswerIn(dialogue.Steps[^1].Result).Trim()))
        {
            return Say("All right: I have passed nothing on.");
        }

        var answers = dialogue.Steps
            .Where(step => step.Tool == AskVisitorTool.Name)
            .Select(step => AnswerIn(step.Result))
            .ToList();
        return answers.Count switch
        {
            1 when Offers(AskVisitorTool.Name) => Ask(dialogue, $"How can {Name} reach you?"),
            2 when Offers(AskVisitorTool.Name) => Ask(dialogue, $"What is your message for {Name}?"),
            3 when Offers(InboxTools.LeaveMessage) => Call(
                dialogue,
                InboxTools.LeaveMessage,
                ("name", answers[0]),
                ("contact", answers[1]),
                ("message", answers[2])),
            _ => Say("I am sorry, I could not take your message this time."),
        };
    }

    private bool Offers(string tool) => tools.Contains(tool);

    private static bool IsDone(OfflineStep step)
        => step.Result.StartsWith("<tool_result", StringComparison.Ordinal)
            && !step.Result.Contains("must have", StringComparison.Ordinal);

    private static string AnswerIn(string result)
        => VisitorText.Unwrap(result[(result.IndexOf('\n', StringComparison.Ordinal) + 1)..]);

    private static OfflineMove Say(string text) => new(text, null);

    private static OfflineMove Ask(OfflineDialogue dialogue, string question)
        => Call(dialogue, AskVisitorTool.Name, ("question", question), ("options", new[] { Cancel }));

    private static OfflineMove Call(OfflineDialogue dialogue, string tool, params (string Name, object Value)[] arguments)
    {
        var values = arguments.ToDictionary(argument => argument.Name, argument => (object?)argument.Value);
        return new OfflineMove("", new FunctionCallContent($"call_{dialogue.Steps.Count + 1}", tool, values));
    }

    [GeneratedRegex(@"\A(cancel|never ?mind|forget it|stop|no,? thanks|abort|nothing)[.!]?\z", RegexOptions.IgnoreCase)]
    private static partial Regex NeverMind();

    [GeneratedRegex(@"\b(leave|take|pass on|deliver|send)\b.{0,20}\b(message|note)\b", RegexOptions.IgnoreCase)]
    private static partial Regex WantsToLeaveMessage();

    [GeneratedRegex(
        @"\b(talk|speak|chat)(ing)? (to|with) (a |an |the )?(real|actual|human|living|person\b|someone real)"
        + @"|\b(talk|speak) (to|with) .{1,40}\b(herself|himself|themself|themselves|yourself|personally|in person)\b"
        + @"|\bhuman,? please\b"
        + @"|\bhand (me )?over to\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex WantsPerson();
}
