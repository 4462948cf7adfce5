using System.Text.RegularExpressions;
using DigitalTwin.Personas.Parsing.Hidden;
using Markdig;
using Markdig.Syntax;

namespace DigitalTwin.Personas.Parsing;

/// <summary>Reads as it was meant what Markdown reads otherwise. Lines stay where they are.</summary>
internal static partial class MarkdownRepairs
{
    private const int LongestHeading = 80;

    /// <summary>A file that is indented as a whole, or stands in a code block as a whole, as it comes out of a chat.</summary>
    public static string Unwrap(string text)
    {
        var lines = text.Split('\n');
        var filled = lines.Where(line => !string.IsNullOrWhiteSpace(line)).ToList();
        var indent = filled.Min(line => line.Length - line.TrimStart(' ', '\t').Length);
        if (indent > 0)
        {
            lines = [.. lines.Select(line => line.Length >= indent ? line[indent..] : "")];
            filled = [.. filled.Select(line => line[indent..])];
        }

        var open = Array.FindIndex(lines, line => WholeFence().IsMatch(line));
        var close = open < 0 ? -1 : Array.FindLastIndex(lines, line => line.Trim() == WholeFence().Match(lines[open]).Groups[1].Value);
        var within = open < 0 ? [] : lines[(open + 1)..Math.Max(open + 1, close)];
        var isMarkdown = open >= 0 && lines[open].Contains('m', StringComparison.OrdinalIgnoreCase) && !lines[..open].Any(Spaced().IsMatch);
        if ((isMarkdown || within.Count(line => line.Trim().Length > 0) * 10 > filled.Count * 6)
            && within.Any(line => Spaced().IsMatch(line) || line.TrimEnd() == "---"))
        {
            (lines[open], lines[close]) = ("", "");
        }
        else if (open >= 0 && lines[open].TrimEnd().EndsWith("yaml", StringComparison.OrdinalIgnoreCase)
            && lines[..open].All(string.IsNullOrWhiteSpace))
        {
            // Front matter as a code block.
            close = Array.FindIndex(lines, open + 1, line => line.Trim().StartsWith("```", StringComparison.Ordinal));
            (lines[open], lines[Math.Max(open, close)]) = ("---", "---");
        }

        return string.Join('\n', lines);
    }

    /// <summary>Headings and code blocks.</summary>
    public static string Apply(string body, List<PersonaFinding> findings)
    {
        body = Headings(body);
        while (OpenFence(body) is { } fence)
        {
            findings.Add(new PersonaFinding(
                PersonaFindingKind.LeftOut, fence.Line + 1, "A code block begins here and never ends: what is below is read as text."));
            body = PersonaFile.Blank(body, [(fence.Span.Start, PersonaFile.EndOfLine(body, fence.Span.Start))]);
        }

        return Underlines(body, findings);
    }

    // "##Work", and the hard space that a Mac makes of an Alt too long held.
    private static string Headings(string body)
    {
        var (lines, code) = (body.Split('\n'), false);
        var hasOthers = lines.Any(line => Spaced().IsMatch(line));
        for (var i = 0; i < lines.Length; i++)
        {
            code ^= MarkdownCode.IsFence(lines[i]);
            if (code || !Hashes().IsMatch(lines[i]))
            {
                continue;
            }

            if (lines[i].StartsWith("##", StringComparison.Ordinal)
                || lines[i].Contains("#\u00A0", StringComparison.Ordinal)
                || ((!hasOthers || lines[..i].All(string.IsNullOrWhiteSpace)) && IsTitle(lines, i)))
            {
                lines[i] = Hashes().Replace(lines[i], "$1 ");
            }
        }

        return string.Join('\n', lines);
    }

    // "#Ada", alone, is one; "#code and #math" are words.
    private static bool IsTitle(string[] lines, int i)
        => (i == 0 || lines[i - 1].Trim().Length == 0)
            && (i + 1 == lines.Length || lines[i + 1].Trim().Length == 0)
            && lines[i].LastIndexOf('#') == 0
            && lines[i].Length > 1
            && char.IsUpper(lines[i][1]);

    private static FencedCodeBlock? OpenFence(string body)
        => Markdown.Parse(body, MarkdownFacts.Pipeline).OfType<FencedCodeBlock>()
            .FirstOrDefault(block => block.ClosingFencedCharCount == 0);

    // A line of "-" below a text makes a heading of it: https://spec.commonmark.org/0.31.2/#setext-headings.
    // Most who write one mean a line.
    private static string Underlines(string body, List<PersonaFinding> findings)
    {
        var headings = MarkdownFacts.HeadingsOf(body);
        var changed = body.ToCharArray();
        for (var i = 0; i < headings.Count; i++)
        {
            var heading = headings[i];
            if (!heading.IsSetext || IsHeading(body, heading, i + 1 < headings.Count ? headings[i + 1] : null))
            {
                continue;
            }

            findings.Add(new PersonaFinding(
                PersonaFindingKind.Warning,
                PersonaFile.LineAt(body, heading.Span.Start),
                "The text above the line is read as text, not as a heading."));
            var (start, end) = (body.LastIndexOf('\n', heading.Span.End) + 1, PersonaFile.EndOfLine(body, heading.Span.End));
            var stays = body[start..end].Trim() is ['-', '-', '-', ..];
            for (var at = start; at < end; at++)
            {
                changed[at] = stays && changed[at] == '-' ? '*' : ' ';
            }
        }

        return new string(changed);
    }

    private static bool IsHeading(string body, HeadingBlock heading, HeadingBlock? next)
    {
        var source = body[heading.Span.Start..PersonaFile.EndOfLine(body, heading.Span.End)];
        var (text, line) = (source[..source.LastIndexOf('\n')].Trim(), source[(source.LastIndexOf('\n') + 1)..]);
        var below = body[Math.Min(body.Length, heading.Span.End + 1)..(next?.Span.Start ?? body.Length)].Trim();
        var isEmpty = below.Length == 0 && (next is null || next.Level <= heading.Level);
        return !text.Contains('\n', StringComparison.Ordinal)
            && (PrivateMark.IsIn(text) || PrivateMark.StartIn(text) < 0)
            && text.Length <= LongestHeading
            && (line.Contains('=', StringComparison.Ordinal) || (!isEmpty && !Sentence().IsMatch(text)));
    }

    [GeneratedRegex(@"^#{1,6}\s")]
    private static partial Regex Spaced();

    [GeneratedRegex(@"^(`{3,}|~{3,})[ \t]*(markdown|md|yaml|text|txt)?[ \t]*$", RegexOptions.IgnoreCase)]
    private static partial Regex WholeFence();

    [GeneratedRegex(@"^(#{1,6})(?:\u00A0\s*|(?=[\p{L}\d]))")]
    private static partial Regex Hashes();

    [GeneratedRegex(@"[.!;,:…。！]$")]
    private static partial Regex Sentence();
}
