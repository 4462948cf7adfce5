using DigitalTwin.Prompts;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Offline;

/// <summary>A tool call of this turn and what it brought.</summary>
internal sealed record OfflineStep(string Tool, IReadOnlyDictionary<string, string> Arguments, string Result);

/// <summary>What the offline model goes by, read from a prompt.</summary>
/// <param name="Question">What the visitor says now.</param>
/// <param name="LastReply">What the twin said before, with its citation markers, or empty.</param>
internal sealed record OfflineDialogue(string Question, string LastReply)
{
    /// <summary>What was done in this turn, in order.</summary>
    public IReadOnlyList<OfflineStep> Steps { get; init; } = [];

    public static OfflineDialogue Read(IEnumerable<ChatMessage> messages)
    {
        var all = messages.ToList();
        var last = all.FindLastIndex(message => message.Role == ChatRole.User);
        var question = last < 0 ? "" : VisitorText.Unwrap(all[last].Text);
        var before = all.Take(Math.Max(0, last)).LastOrDefault(message => message.Role == ChatRole.Assistant)?.Text ?? "";
        return new OfflineDialogue(question, before) { Steps = ReadSteps(all.Skip(last + 1)) };
    }

    private static List<OfflineStep> ReadSteps(IEnumerable<ChatMessage> messages)
    {
        var contents = messages.SelectMany(message => message.Contents).ToList();
        var results = contents.OfType<FunctionResultContent>().ToList();
        return [.. contents.OfType<FunctionCallContent>().Zip(results, (call, result) => new OfflineStep(
            call.Name,
            (call.Arguments ?? new Dictionary<string, object?>()).ToDictionary(argument => argument.Key, argument => argument.Value?.ToString() ?? "", StringComparer.Ordinal),
            result.Result as string ?? ""))];
    }
}
