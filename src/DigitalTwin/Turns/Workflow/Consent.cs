using System.Text;
using System.Text.Json;

namespace DigitalTwin.Turns.Workflow;

/// <summary>The question a visitor is asked before a tool passes something of theirs on. It comes from the server, word for word, not from the model.</summary>
internal static class Consent
{
    private const int LongestValue = 500;

    public static Clarification Question(ToolCall call)
    {
        var question = new StringBuilder("May I pass this on, and may it be kept until it is dealt with?\n");
        using var arguments = JsonDocument.Parse(call.Arguments);
        foreach (var argument in arguments.RootElement.EnumerateObject())
        {
            var value = argument.Value.ToString();
            question.Append("\n- ").Append(argument.Name).Append(": ").Append(value.Length > LongestValue ? value[..LongestValue] + "…" : value);
        }

        return new Clarification(question.ToString(), ["Yes", "No"]);
    }
}
