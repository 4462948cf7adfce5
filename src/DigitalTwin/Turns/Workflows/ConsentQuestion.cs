using System.Buffers;
using System.Text;
using System.Text.Json;
using DigitalTwin.Guards;
using DigitalTwin.Hosting;
using DigitalTwin.Tools;

namespace DigitalTwin.Turns.Workflows;

/// <summary>
/// The question a visitor is asked before a tool passes something of theirs on. It comes from the server, word for word, not from the
/// model.
/// </summary>
internal static class ConsentQuestion
{
    // What Markdown or a line of the question could be made of.
    private static readonly SearchValues<char> Marks = SearchValues.Create("\n`[]<>*_\\");

    /// <summary>Answers that agree, in the languages the question is asked in.</summary>
    private static readonly string[] Yes = ["yes", "y", "ok", "okay", "sure", "ja", "oui", "sí", "si", "نعم", "是", "好"];

    /// <summary>The question about a call, with all that would be passed on.</summary>
    public static Clarification Of(ToolCall call)
    {
        var question = new StringBuilder("May I pass this on, and may it be kept until it is dealt with?\n");
        using var arguments = JsonDocument.Parse(call.Arguments);
        foreach (var argument in arguments.RootElement.EnumerateObject())
        {
            question.Append("\n- ").Append(argument.Name).Append(": ").Append(Shown(argument.Value.ToString()));
        }

        return new Clarification(question.ToString(), ["Yes", "No"]);
    }

    // All of it, as it is: a value can neither begin a line of the question nor hide a part of itself, and nothing of it is a link.
    private static string Shown(string value)
    {
        var visible = VisibleText.Strip(value).ReplaceLineEndings("\n");
        return !visible.AsSpan().ContainsAny(Marks) && !LinkGuard.HasLink(visible)
            ? visible
            : string.Concat(visible.Split('\n').Select(line => $"\n    `{line.Replace('`', '\'')}`"));
    }

    /// <summary>Whether an answer agrees.</summary>
    public static bool Agrees(string answer) => Yes.Contains(answer.Trim().TrimEnd('.', '!').ToLowerInvariant());
}
