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
        ("<!--", "-->"), ("&lt;!--", "--&gt;"), ("%%", "%%"), ("{>>", "<<}"), ("{--", "--}"), ("{/*", "*/}"), ("{ /*", "*/ }"),
        ("{{!", "}}"), ("{% comment %}", "{% endcomment %}"), ("{%- comment -%}", "{%- endcomment -%}"),
        ("{{< comment >}}", "{{< /comment >}}"),
    ];

    /// <summary>The text without them.</summary>
    public static string Remove(string text, List<PersonaFinding> findings)
    {
        var (result, at) = (new StringBuilder(text.Length), 0);
        while (at < text.Length)
        {
            var end = MarkdownCode.EndOf(text, at);
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

    // Where something hidden ends that begins here; the position itself where nothing does.
    private static int Hidden(string text, int at, List<PersonaFinding> findings)
    {
        if ((at == 0 || text[at - 1] == '\n') && Definition().Match(text, at) is { Success: true } definition)
        {
            return EndComment(at + definition.Length);
        }

        if (text[at] is not ('<' or '&' or '%' or '{'))
        {
            return at;
        }

        if (Jinja().Match(text, at) is { Success: true } jinja)
        {
            return EndComment(at + jinja.Length);
        }

        foreach (var (open, close) in Comments.Where(comment => Begins(text, at, comment.Open)))
        {
            // "<!-->" is a whole comment: https://spec.commonmark.org/0.31.2/#html-comment
            var end = text.IndexOf(close, at + Math.Min(2, open.Length), StringComparison.Ordinal);
            end = open == "<!--" && end >= 0 ? EndOfOuter(text, at, end) : end;
            if (end >= 0)
            {
                return EndComment(end + close.Length);
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

        int EndComment(int end)
        {
            Add(findings, PersonaFindingKind.Private, text, at, "A comment is not read.");
            return end;
        }
    }

    // Who writes a comment around another one means both.
    private static int EndOfOuter(string text, int at, int end)
    {
        var next = text.IndexOf("-->", end + 3, StringComparison.Ordinal);
        var between = next < 0 ? "\n\n" : text[end..next];
        return text.IndexOf("<!--", at + 4, Math.Max(0, end - at - 4), StringComparison.Ordinal) < 0
            || between.Contains("\n\n", StringComparison.Ordinal) || between.Contains("<!--", StringComparison.Ordinal) ? end : next;
    }

    private static int HiddenElement(string text, int at, List<PersonaFinding> findings)
    {
        if (HiddenTag().Match(text, at) is not { Success: true } start)
        {
            return at;
        }

        var name = start.Groups["name"].Value;
        if (Void().IsMatch(name) || start.Value.EndsWith("/>", StringComparison.Ordinal))
        {
            return at + start.Length;
        }

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

        // Without an end it is a word ("I write <style> tags"), or hides its paragraph.
        if (depth != 0 && !start.Value.Contains(' ', StringComparison.Ordinal))
        {
            return at;
        }

        Add(findings, PersonaFindingKind.Private, text, at, "What HTML hides is not read.");
        return depth == 0 ? end : PersonaFile.EndOfParagraph(text, at);
    }

    private static bool Begins(string text, int at, string open)
        => string.CompareOrdinal(text, at, open, 0, open.Length) == 0
            && (open != "%%" || at == 0 || !char.IsDigit(text[at - 1]));

    private static void Add(List<PersonaFinding> findings, PersonaFindingKind kind, string text, int at, string words)
        => findings.Add(new PersonaFinding(kind, PersonaFile.LineAt(text, at), words));

    private static string Lines(string text) => new('\n', text.Count(c => c == '\n'));

    // What a tag says besides its contents, in Markdown.
    private static string InPlaceOf(Match tag)
    {
        var name = tag.Groups["name"].Value.ToLowerInvariant();
        if (tag.Value[1] == '/')
        {
            return Blocks().IsMatch(name) ? "\v" : "";
        }

        return name switch
        {
            "br" => "\v",
            "li" => "- ",
            "a" when Address().Match(tag.Value) is { Success: true } address => $"{address.Groups[1].Value} ",
            "img" => Alternative().Match(tag.Value).Groups[1].Value,
            _ when name.Length == 2 && name[0] == 'h' && name[1] is >= '1' and <= '6' => new string('#', name[1] - '0') + " ",
            _ => "",
        };
    }

    [GeneratedRegex(
        @"\G</?(?<name>a|abbr|address|article|aside|audio|b|blockquote|body|br|button|caption|center|cite|code|col|colgroup|dd|del|details"
        + @"|dfn|div|dl|dt|em|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|legend|li|link"
        + @"|main|mark|meta|nav|ol|p|picture|pre|q|s|section|small|source|span|strong|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th"
        + @"|thead|time|tr|tt|u|ul|video|wbr)(?=[\s/>])[^<>\n]*(?:\n(?![ \t]*\n)[^<>\n]*)*>",
        RegexOptions.IgnoreCase)]
    private static partial Regex Tag();

    [GeneratedRegex(
        @"\G<(?:(?<name>script|style|template|noscript|title)\b[^<>\n]*"
        + @"|(?<name>[a-z][a-z0-9-]*)\s(?:[^<>]{0,300}\s)?(?:hidden(?=[\s=>/])[^<>\n]*"
        + @"|style\s*=\s*['""]?[^'""<>]{0,300}(?:display\s*:\s*none|visibility\s*:\s*hidden)[^<>\n]*"
        + @"|class\s*=\s*['""]?(?:[^'""<>]{0,200}[\s""'])?(?:hidden|private|d-none|sr-only|visually-hidden)(?=[\s""'>])[^<>\n]*))>",
        RegexOptions.IgnoreCase)]
    private static partial Regex HiddenTag();

    [GeneratedRegex(@"\G<(?:![a-z][^<>\n]*|\?[^<>\n]*\?)>", RegexOptions.IgnoreCase)]
    private static partial Regex Declaration();

    // "[//]: # (a comment)", wherever it stands.
    [GeneratedRegex(@"\G[ ]{0,3}\[(?://|comment|#)\]:[ \t]*(?:#|<>)?[ \t]*[(""'][^\n]*", RegexOptions.IgnoreCase)]
    private static partial Regex Definition();

    // "{# a comment #}", but not "{#id}".
    [GeneratedRegex(@"\G\{#(?:[^{}\n]|\n(?!\n))*?#\}")]
    private static partial Regex Jinja();

    [GeneratedRegex("^(?:img|input|br|hr|link|meta|source|col|wbr|embed|area)$", RegexOptions.IgnoreCase)]
    private static partial Regex Void();

    [GeneratedRegex("^(?:p|div|li|td|th|tr|h[1-6]|dd|dt|section|article|summary|details|ul|ol|table|blockquote)$")]
    private static partial Regex Blocks();

    [GeneratedRegex(@"\bhref\s*=\s*[""']?((?:https?:|mailto:)[^""'\s>]+)", RegexOptions.IgnoreCase)]
    private static partial Regex Address();

    [GeneratedRegex(@"\balt\s*=\s*[""']([^""']*)[""']", RegexOptions.IgnoreCase)]
    private static partial Regex Alternative();
}
