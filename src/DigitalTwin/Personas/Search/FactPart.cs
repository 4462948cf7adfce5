using System.Text.RegularExpressions;

namespace DigitalTwin.Personas.Search;

/// <summary>A part of a fact that can be said on its own.</summary>
/// <param name="Block">Which paragraph, list or table of the fact it stands in, from 0.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Markdown">Its text; a list item with its mark, a table row with its bars.</param>
/// <param name="Lead">What has to be said before it: a table's header, the line above a list. May be empty.</param>
internal sealed record FactPart(int Block, FactPartKind Kind, string Markdown, string Lead)
{
    /// <summary>The part without its Markdown.</summary>
    public string Plain { get; } = Kind == FactPartKind.Row
        ? string.Join(": ", Markdown.Split('|').Select(Passages.PlainText).Where(cell => cell.Length > 0))
        : Passages.PlainText(Markdown);
}

internal enum FactPartKind
{
    /// <summary>A sentence, or a whole paragraph that cannot be divided.</summary>
    Sentence,

    /// <summary>An item of a list.</summary>
    Item,

    /// <summary>A row of a table.</summary>
    Row,
}

/// <summary>Divides the text of a fact.</summary>
internal static partial class FactParts
{
    /// <summary>The parts of a Markdown text, in their order.</summary>
    public static IReadOnlyList<FactPart> Of(string markdown)
    {
        var (parts, block) = (new List<FactPart>(), 0);
        foreach (var paragraph in Passages.Paragraphs(markdown))
        {
            parts.AddRange(Divide(paragraph, block, parts.Count > 0 && parts[^1].Plain.EndsWith(':') ? parts[^1].Markdown : ""));
            block++;
        }

        return parts;
    }

    private static IEnumerable<FactPart> Divide(string paragraph, int block, string above)
    {
        var lines = paragraph.Split('\n');
        if (lines.Length > 2 && lines[0].Contains('|', StringComparison.Ordinal) && TableLine().IsMatch(lines[1]))
        {
            return lines.Skip(2).Select(row => new FactPart(block, FactPartKind.Row, row, $"{lines[0]}\n{lines[1]}"));
        }

        return lines.Any(line => ItemStart().IsMatch(line)) ? Items(lines, block, above)
            : paragraph.Contains("```", StringComparison.Ordinal) ? [new FactPart(block, FactPartKind.Sentence, paragraph, "")]
            : Sentences(paragraph, block);
    }

    private static IEnumerable<FactPart> Items(string[] lines, int block, string above)
    {
        var first = Array.FindIndex(lines, line => ItemStart().IsMatch(line));
        if (first > 0)
        {
            above = string.Join(' ', lines[..first]);
            foreach (var sentence in Sentences(above, block))
            {
                yield return sentence;
            }
        }

        for (var start = first; start < lines.Length;)
        {
            var end = Array.FindIndex(lines, start + 1, line => ItemStart().IsMatch(line));
            end = end < 0 ? lines.Length : end;
            yield return new FactPart(block, FactPartKind.Item, string.Join('\n', lines[start..end]), above);
            start = end;
        }
    }

    // A sentence in whose middle an emphasis or a link is open would lose its Markdown: then the paragraph stays whole.
    private static IEnumerable<FactPart> Sentences(string paragraph, int block)
    {
        List<string> sentences = [.. Passages.Split(paragraph)];
        return (sentences.All(IsBalanced) ? sentences : [paragraph])
            .Select(sentence => new FactPart(block, FactPartKind.Sentence, sentence, ""));
    }

    private static bool IsBalanced(string text)
        => Marks().Count(text) % 2 == 0
            && text.Count(c => c == '[') == text.Count(c => c == ']') && text.Count(c => c == '(') == text.Count(c => c == ')');

    [GeneratedRegex(@"\*+|_+|`+")]
    private static partial Regex Marks();

    [GeneratedRegex(@"^\s*([-*+]|\d{1,3}[.)])\s")]
    private static partial Regex ItemStart();

    [GeneratedRegex(@"^[\s|:-]*-[\s|:-]*$")]
    private static partial Regex TableLine();
}
