using DigitalTwin.Personas;
using DigitalTwin.Prompts;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Offline;

/// <summary>A tool call of this turn and its result.</summary>
internal sealed record OfflineStep(string Tool, IReadOnlyDictionary<string, string> Arguments, string Result);

/// <summary>What the offline model takes from a prompt.</summary>
/// <param name="Question">The visitor's message.</param>
/// <param name="LastReply">The twin's reply before it, with its citation markers, or empty.</param>
internal sealed record OfflineDialogue(string Question, string LastReply)
{
    /// <summary>The visitor's message before it, or empty.</summary>
    public string LastQuestion { get; init; } = "";

    /// <summary>The tool calls of this turn, in order.</summary>
    public IReadOnlyList<OfflineStep> Steps { get; init; } = [];

    public static OfflineDialogue Read(IEnumerable<ChatMessage> messages)
    {
        var all = messages.ToList();
        var last = all.FindLastIndex(message => message.Role == ChatRole.User);
        var question = last < 0 ? "" : VisitorText.Unwrap(all[last].Text);
        string LastOf(ChatRole role) => all.Take(Math.Max(0, last)).LastOrDefault(message => message.Role == role)?.Text ?? "";
        return new OfflineDialogue(question, LastOf(ChatRole.Assistant))
        {
            LastQuestion = VisitorText.Unwrap(LastOf(ChatRole.User)),
            Steps = ReadSteps(all.Skip(last + 1)),
        };
    }

    /// <summary>The facts that the reply before cites.</summary>
    public IReadOnlyList<Fact> Cited(Persona persona) => [.. CitationMarker.Ids(LastReply).Select(persona.FindFact).OfType<Fact>()];

    private static List<OfflineStep> ReadSteps(IEnumerable<ChatMessage> messages)
    {
        var contents = messages.SelectMany(message => message.Contents).ToList();
        var results = contents.OfType<FunctionResultContent>().ToList();
        return [.. contents.OfType<FunctionCallContent>().Zip(results, ToStep)];
    }

    private static OfflineStep ToStep(FunctionCallContent call, FunctionResultContent result)
    {
        var arguments = (call.Arguments ?? new Dictionary<string, object?>()).ToDictionary(
            argument => argument.Key,
            argument => argument.Value?.ToString() ?? "",
            StringComparer.Ordinal);
        return new OfflineStep(call.Name, arguments, result.Result as string ?? "");
    }
}
