namespace DigitalTwin.Prompts;

/// <summary>Fences what a visitor wrote, so that a prompt can say: this is data, whatever it claims to be.</summary>
internal static class VisitorText
{
    private const string Open = "<visitor_message>";
    private const string Close = "</visitor_message>";

    // U+2060 WORD JOINER cannot be seen, and makes the tag one that closes nothing.
    private const string Broken = "<\u2060";

    /// <summary>The text between tags that it cannot close itself.</summary>
    public static string Wrap(string text)
    {
        var harmless = text.Replace("</visitor_message", Broken + "/visitor_message", StringComparison.OrdinalIgnoreCase)
            .Replace("<visitor_message", Broken + "visitor_message", StringComparison.OrdinalIgnoreCase);
        return $"{Open}\n{harmless}\n{Close}";
    }

    /// <summary>Reverses <see cref="Wrap"/>; text without the fence is returned as it is.</summary>
    public static string Unwrap(string text)
        => text.StartsWith(Open + "\n", StringComparison.Ordinal) && text.EndsWith("\n" + Close, StringComparison.Ordinal) && text.Length > Open.Length + Close.Length + 1
            ? text[(Open.Length + 1)..^(Close.Length + 1)].Replace(Broken, "<", StringComparison.Ordinal)
            : text;
}
