using System.Text;
using System.Text.Json;
using DigitalTwin.Tools;

namespace DigitalTwin.Turns.Workflows;

/// <summary>
/// The question a visitor is asked before a tool passes something of theirs on. It comes from the server, word for word, not from the
/// model.
/// </summary>
internal static class ConsentQuestion
{
    private const int LongestValue = 500;

    /// <summary>Answers that agree, in the languages the question is asked in.</summary>
    private static readonly string[] Yes = ["yes", "y", "ok", "okay", "sure", "ja", "oui", "sí", "si", "نعم", "是", "好"];

    /// <summary>The question about a call, with all that would be passed on.</summary>
    public static Clarification Of(ToolCall call)
    {
        var question = new StringBuilder("May I pass this on, and may it be kept until it is dealt with?\n");
        using var arguments = JsonDocument.Parse(call.Arguments);
        foreach (var argument in arguments.RootElement.EnumerateObject())
        {
            var value = argument.Value.ToString();
            question.Append("\n- ").Append(argument.Name).Append(": ");
            question.Append(value.Length > LongestValue ? value[..LongestValue] + "…" : value);
        }

        return new Clarification(question.ToString(), ["Yes", "No"]);
    }

    /// <summary>Whether an answer agrees.</summary>
    public static bool Agrees(string answer) => Yes.Contains(answer.Trim().TrimEnd('.', '!').ToLowerInvariant());
}
