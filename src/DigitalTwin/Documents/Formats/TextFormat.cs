using System.Text.RegularExpressions;
using DigitalTwin.Documents.Reading;

namespace DigitalTwin.Documents.Formats;

/// <summary>Plain text: its paragraphs, and lines that stand alone as their headings.</summary>
internal static partial class TextFormat
{
    private const int LongestHeading = 70;

    public static DocumentText Read(byte[] file, CancellationToken cancellationToken)
        => new(null, [new PageText(1, BlocksOf(PlainText.Decode(file)))]);

    /// <summary>The blocks of a text.</summary>
    public static IReadOnlyList<Block> BlocksOf(string text)
    {
        var hyphens = new HyphenJoiner(text.Split('\n'));
        return
        [
            .. BlankLines().Split(text).Select(paragraph => paragraph.Trim('\n')).Where(paragraph => paragraph.Trim().Length > 0)
                .SelectMany(paragraph => ParagraphBlocks(paragraph, hyphens)),
        ];
    }

    private static IEnumerable<Block> ParagraphBlocks(string paragraph, HyphenJoiner hyphens)
    {
        var lines = paragraph.Split('\n');
        if (lines.Length == 2 && Rule().IsMatch(lines[1]))
        {
            return [Block.Heading(lines[0].Trim(), lines[1].Contains('=', StringComparison.Ordinal) ? 1 : 2)];
        }

        if (lines.Length == 1 && IsHeading(lines[0].Trim()))
        {
            return [Block.Heading(lines[0].Trim(), 2)];
        }

        return lines.Any(line => ItemStart().IsMatch(line)) ? Items(lines, hyphens) : [Block.Paragraph(Joined(lines, hyphens))];
    }

    private static IEnumerable<Block> Items(string[] lines, HyphenJoiner hyphens)
    {
        for (var start = 0; start < lines.Length;)
        {
            var end = Array.FindIndex(lines, start + 1, line => ItemStart().IsMatch(line));
            end = end < 0 ? lines.Length : end;
            var text = Joined(lines[start..end], hyphens);
            yield return ItemStart().IsMatch(lines[start]) ? Block.Item(ItemStart().Replace(text, "")) : Block.Paragraph(text);
            start = end;
        }
    }

    private static bool IsHeading(string line)
        => line.Length <= LongestHeading && char.IsLetterOrDigit(line[0]) && char.IsLetterOrDigit(line[^1])
            && line.Any(char.IsLetter) && !char.IsLower(line[0]);

    private static string Joined(IEnumerable<string> lines, HyphenJoiner hyphens)
        => lines.Select(line => line.Trim()).Aggregate(hyphens.Join);

    [GeneratedRegex(@"\n[ \t]*\n")]
    private static partial Regex BlankLines();

    [GeneratedRegex(@"^\s*[=-]{3,}\s*$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"^\s*(?:[-*+•–]|\d{1,3}[.)])\s+")]
    private static partial Regex ItemStart();
}
