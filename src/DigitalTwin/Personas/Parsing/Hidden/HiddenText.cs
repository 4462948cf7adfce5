using System.Text;
using System.Text.RegularExpressions;

namespace DigitalTwin.Personas.Parsing.Hidden;

/// <summary>
/// Takes out of a text what its readers are not to see (comments, hidden elements), and HTML's tags, which are no words. Lines stay where
/// they are. What is in a code block is text.
/// </summary>
internal static partial class HiddenText
{
    // What other programs take for a comment: HTML, Obsidian, CriticMarkup, MDX, Handlebars, Liquid, Jinja.
    private static readonly (string Open, string Close)[] Comments =
    [
        ("<!--", "-->"), ("%%", "%%"), ("{>>", "<<}"), ("{--", "--}"), ("{/*", "*/}"), ("{{!--", "--}}"),
        ("{% comment %}", "{% endcomment %}"), ("{# ", " #}"),
    ];

    /// <summary>The text without them.</summary>
    public static string Remove(string text, List<PersonaFinding> findings)
    {
        var (result, at) = (new StringBuilder(text.Length), 0);
        while (at < text.Length)
        {
            var end = EndOfCode(text, at);
            if (end > at)
            {
                result.Append(text, at, end - at);
            }
            else if (Hidden(text, at, findings) is var hidden && hidden > at)
            {
                end = hidden;
                result.Append(Lines(text[at..end]));
            }
            else if (text[at] == '<' && Tag().Match(text, at) is { Success: true } tag)
            {
                end = at + tag.Length;
                result.Append(InPlaceOf(tag)).Append(Lines(tag.Value));
            }
            else
            {
                end = at + 1;
                result.Append(text[at]);
            }

            at = end;
        }

        return result.ToString();
    }

    /// <summary>The end of a code block or code span that begins at a position; the position itself where none does.</summary>
    internal static int EndOfCode(string text, int at)
    {
        if ((at == 0 || text[at - 1] == '\n') && Fence().Match(text, at) is { Success: true } fence)
        {
            var mark = fence.Groups[1].Value;
            var closing = new Regex($@"^[ \t>]*{Regex.Escape(mark[..1])}{{{mark.Length},}}[ \t]*$", RegexOptions.Multiline);
            var close = closing.Match(text, at + fence.Length);
            return close.Success ? close.Index + close.Length : at;
        }

        return text[at] == '`' && (at == 0 || text[at - 1] != '`') ? EndOfCodeSpan(text, at) : at;
    }

    // As many backticks as it begins with end it, in the same paragraph.
    private static int EndOfCodeSpan(string text, int at)
    {
        var length = text.AsSpan(at).IndexOfAnyExcept('`') is var count && count < 0 ? text.Length - at : count;
        var paragraph = text.IndexOf("\n\n", at, StringComparison.Ordinal) is var blank && blank < 0 ? text.Length : blank;
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

    // Where something hidden ends that begins here; the position itself where nothing does.
    private static int Hidden(string text, int at, List<PersonaFinding> findings)
    {
        if (text[at] is not ('<' or '%' or '{'))
        {
            return at;
        }

        foreach (var (open, close) in Comments.Where(comment => Begins(text, at, comment.Open)))
        {
            // "<!-->" is a whole comment: https://spec.commonmark.org/0.31.2/#html-comment
            var end = text.IndexOf(close, at + Math.Min(2, open.Length), StringComparison.Ordinal);
            if (end >= 0)
            {
                Add(findings, PersonaFindingKind.Private, text, at, "A comment is not read.");
                return end + close.Length;
            }

            if (open == "<!--")
            {
                Add(findings, PersonaFindingKind.LeftOut, text, at, "A comment begins here and never ends: nothing below is read.");
                return text.Length;
            }
        }

        return Declaration().Match(text, at) is { Success: true } declaration
            ? at + declaration.Length
            : HiddenElement(text, at, findings);
    }

    private static int HiddenElement(string text, int at, List<PersonaFinding> findings)
    {
        if (HiddenTag().Match(text, at) is not { Success: true } start)
        {
            return at;
        }

        var name = start.Groups["name"].Value;
        var (depth, end) = (0, at + start.Length);
        foreach (Match tag in new Regex($@"<(/?){name}\b[^>]*>", RegexOptions.IgnoreCase).Matches(text, at))
        {
            depth += tag.Groups[1].Length == 0 ? 1 : -1;
            end = tag.Index + tag.Length;
            if (depth == 0)
            {
                break;
            }
        }

        Add(findings, PersonaFindingKind.Private, text, at, "What HTML hides is not read.");
        return depth == 0 ? end : text.Length;
    }

    private static bool Begins(string text, int at, string open)
        => string.CompareOrdinal(text, at, open, 0, open.Length) == 0
            && (open != "%%" || at == 0 || char.IsWhiteSpace(text[at - 1]));

    private static void Add(List<PersonaFinding> findings, PersonaFindingKind kind, string text, int at, string words)
        => findings.Add(new PersonaFinding(kind, PersonaFile.LineAt(text, at), words));

    private static string Lines(string text) => new('\n', text.Count(c => c == '\n'));

    // What a tag says besides its contents, in Markdown.
    private static string InPlaceOf(Match tag)
    {
        var name = tag.Groups["name"].Value.ToLowerInvariant();
        if (tag.Value[1] == '/')
        {
            return "";
        }

        return name switch
        {
            "br" => " ",
            "li" => "- ",
            "img" => Alternative().Match(tag.Value).Groups[1].Value,
            _ when name.Length == 2 && name[0] == 'h' && name[1] is >= '1' and <= '6' => new string('#', name[1] - '0') + " ",
            _ => "",
        };
    }

    [GeneratedRegex(@"\G[ \t>]*(?:[-*+][ \t]+)?(`{3,}(?=[^`\n]*$)|~{3,})[^\n]*$", RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex(
        @"\G</?(?<name>a|abbr|address|article|aside|audio|b|blockquote|body|br|button|caption|center|cite|code|col|colgroup|dd|del|details"
        + @"|dfn|div|dl|dt|em|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|legend|li|link"
        + @"|main|mark|meta|nav|ol|p|picture|pre|q|s|section|small|source|span|strong|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th"
        + @"|thead|time|tr|tt|u|ul|video|wbr)(?=[\s/>])[^<>\n]*(?:\n(?![ \t]*\n)[^<>\n]*)*>",
        RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex(
        @"\G<(?:(?<name>script|style|template|noscript|title)\b[^<>\n]*"
        + @"|(?<name>[a-z][a-z0-9]*)\s(?:[^<>]{0,300}\s)?(?:hidden(?=[\s=>/])[^<>\n]*"
        + @"|style\s*=\s*['""][^'""<>]{0,300}(?:display\s*:\s*none|visibility\s*:\s*hidden)[^<>\n]*))>",
        RegexOptions.IgnoreCase)]
    private static partial Regex HiddenTag();

    [GeneratedRegex(@"\G<(?:![a-z][^<>\n]*|\?[^<>\n]*\?)>", RegexOptions.IgnoreCase)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\balt\s*=\s*[""']([^""']*)[""']", RegexOptions.IgnoreCase)]
    private static partial Regex Alternative();
}
