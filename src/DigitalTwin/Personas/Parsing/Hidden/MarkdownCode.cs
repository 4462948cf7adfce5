using System.Text.RegularExpressions;

namespace DigitalTwin.Personas.Parsing.Hidden;

/// <summary>
/// Finds code in Markdown: what is in it is text, whatever it looks like. Within lists it may be anything, and is not found.
/// </summary>
internal static partial class MarkdownCode
{
    /// <summary>The end of a code block or code span that begins at a position; the position itself where none does.</summary>
    public static int EndOf(string text, int at)
    {
        if ((at == 0 || text[at - 1] == '\n') && Fence().Match(text, at) is { Success: true } fence)
        {
            var mark = fence.Groups[1].Value;
            var closing = new Regex($@"^[ ]{{0,3}}{Regex.Escape(mark[..1])}{{{mark.Length},}}[ \t]*$", RegexOptions.Multiline);
            var close = closing.Match(text, at + fence.Length);
            return close.Success ? close.Index + close.Length : at;
        }

        return text[at] == '`' && (at == 0 || text[at - 1] != '`') ? EndOfCodeSpan(text, at) : at;
    }

    /// <summary>Whether a line begins or ends a code block, also one in a list or a quotation.</summary>
    public static bool IsFence(string line) => AnyFence().IsMatch(line);

    // As many backticks as it begins with end it, in the same paragraph.
    private static int EndOfCodeSpan(string text, int at)
    {
        var length = text.AsSpan(at).IndexOfAnyExcept('`') is var count && count < 0 ? text.Length - at : count;
        var paragraph = PersonaFile.EndOfParagraph(text, at);
        for (var next = at + length; next < paragraph;)
        {
            next = text.IndexOf('`', next, paragraph - next);
            if (next < 0)
            {
                return at;
            }

            var run = text.AsSpan(next, paragraph - next).IndexOfAnyExcept('`') is var many && many < 0 ? paragraph - next : many;
            if (run == length)
            {
                // Between stray backticks a comment is still one.
                var code = text[(at + length)..next].Trim();
                return code.Contains("<!--", StringComparison.Ordinal) && !code.StartsWith("<!--", StringComparison.Ordinal)
                    ? at
                    : next + run;
            }

            next += run;
        }

        return at;
    }

    [GeneratedRegex(@"\G[ ]{0,3}(`{3,}(?=[^`\n]*$)|~{3,})[^\n]*$", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^[ \t>]*(?:[-*+][ \t]+)?(```|~~~)")]
    private static partial Regex AnyFence();
}
