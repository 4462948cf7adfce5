using System.Text.RegularExpressions;

namespace DigitalTwin.Prompts;

/// <summary>Keeps data inside the tags that a prompt puts around it: the data can neither open nor close one of them.</summary>
internal static partial class Fence
{
    // U+2060 WORD JOINER is invisible, and makes the tag one that the prompt does not have.
    private const string Broken = "<\u2060";

    /// <summary>The text with every tag of the prompt made ineffective.</summary>
    public static string Break(string text) => text.Contains('<', StringComparison.Ordinal) ? Tag().Replace(text, Broken) : text;

    /// <summary>Reverses <see cref="Break"/>.</summary>
    public static string Mend(string text) => text.Replace(Broken, "<", StringComparison.Ordinal);

    [GeneratedRegex("<(?=/?(visitor_message|context|more_facts|facts?|summary|tool_result))", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();
}
