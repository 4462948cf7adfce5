using System.Text.RegularExpressions;

namespace DigitalTwin.Personas.Importing.Files;

/// <summary>The lines of a CV in Markdown or plain text.</summary>
internal static partial class TextLines
{
    /// <summary>The lines without their marks; wrapped ones are joined.</summary>
    /// <param name="text">The text, without elements of HTML and what is hidden.</param>
    public static IReadOnlyList<CvLine> Read(string text)
    {
        var lines = new List<CvLine>();
        var written = text.Replace('\v', '\n').Split('\n');
        var width = WidthOf(written);
        for (var i = 0; i < written.Length; i++)
        {
            var line = written[i].TrimEnd();
            var below = i + 1 < written.Length ? written[i + 1].Trim() : "";
            if (IsNoText(line) || (TableRule().IsMatch(below) && CvHeadings.IsTableHead(Plain(line))))
            {
                lines.Add(new CvLine(""));
                continue;
            }

            var mark = Heading().Match(line);
            var (isItem, words) = mark.Success ? (false, mark.Groups["text"].Value) : ListMarks.Take(line);
            var plain = Plain(words);
            lines.Add(new CvLine(plain)
            {
                IsItem = isItem,
                Level = mark.Success ? mark.Groups["level"].Length
                    : Underline().IsMatch(below) && plain.Length < 60 ? (below[0] == '=' ? 1 : 2)
                    : Decorated().IsMatch(line) ? 2 : 0,
                StandsOut = Bold().IsMatch(line.Trim()) || CvLine.IsInCapitals(plain),
                IsFull = line.Length + 1 + below.Split(' ')[0].Length > width,
            });
        }

        return Join(lines);
    }

    /// <summary>Joins what was broken only because a line was full. Empty lines go.</summary>
    public static List<CvLine> Join(IReadOnlyList<CvLine> lines)
    {
        var joined = new List<CvLine>();
        var apart = true;
        foreach (var line in lines)
        {
            if (line.Text.Length == 0)
            {
                apart = true;
                continue;
            }

            if (joined.Count > 0 && !apart && Continues(joined[^1], line))
            {
                // An address that was cut has no space there.
                var last = joined[^1];
                var space = CutAddress().IsMatch(last.Text) ? "" : " ";
                joined[^1] = last with { Text = last.Text + space + line.Text, IsFull = line.IsFull };
            }
            else
            {
                joined.Add(line);
            }

            apart = false;
        }

        return joined;
    }

    private static bool Continues(CvLine last, CvLine next)
        => !next.IsItem && next.Level == 0 && last.Level == 0
            && !CvHeadings.IsHeading(last) && !CvHeadings.IsHeading(next)
            && !Begins().IsMatch(next.Text)
            && (CutAddress().IsMatch(last.Text) || (last.IsFull && (last.StandsOut == next.StandsOut || char.IsLower(next.Text[0]))));

    private static bool IsNoText(string line)
        => line.Trim().Length == 0 || Rule().IsMatch(line) || TableRule().IsMatch(line) || PageNumber().IsMatch(line);

    // A text whose lines are all as long as they are has none that are full.
    private static int WidthOf(string[] lines)
    {
        var longest = lines.Select(line => line.TrimEnd().Length).Order().ToList();
        var width = longest[(int)((longest.Count - 1) * 0.98)];
        return width is >= 50 and <= 110 && longest[^1] <= 120 ? width : int.MaxValue;
    }

    private static string Plain(string line)
    {
        var text = Emphasis().Replace(Link().Replace(line, WithAddress), "$2");
        text = AngleLink().Replace(text, "$1");
        if (text.TrimStart().StartsWith('|'))
        {
            text = string.Join(" | ", text.Trim().Trim('|').Split('|').Select(cell => cell.Trim()).Where(cell => cell.Length > 0));
        }

        return Spaces().Replace(text.Trim(), " | ").Trim(' ', '|');
    }

    // An address of mail is its own text.
    private static string WithAddress(Match link)
        => link.Groups[1].Value == link.Groups[2].Value || link.Groups[2].Value.StartsWith("mailto:", StringComparison.Ordinal)
            ? link.Groups[1].Value
            : $"{link.Groups[1].Value} ({link.Groups[2].Value})";

    // Numbers of telephones, and addresses.
    [GeneratedRegex(@"^(?:\+|\d{3}|www\.|https?:|\S+@)")]
    private static partial Regex Begins();

    [GeneratedRegex(@"(?:@[\w-]+(?:\.[\w-]+)*\.|(?:/|www\.)\S*-)$")]
    private static partial Regex CutAddress();

    [GeneratedRegex(@"^\s*[-=_*~–—]{3,}\s*$")]
    private static partial Regex Rule();

    [GeneratedRegex(@"^\s*\|?[\s:|-]+\|[\s:|-]*$")]
    private static partial Regex TableRule();

    [GeneratedRegex(@"^\s*(?:page|seite|página)\s+\d+\s+(?:of|von|sur|de)\s+\d+\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex PageNumber();

    [GeneratedRegex(@"^\s{0,3}(?<level>#{1,6})\s+(?<text>.+?)\s*#*$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(?:={3,}|-{3,}|~{3,})$")]
    private static partial Regex Underline();

    [GeneratedRegex(@"^\s*(?:={2,}|-{2,}|\*{3,})\s*\S.*\S\s*(?:={2,}|-{2,}|\*{3,})\s*$")]
    private static partial Regex Decorated();

    [GeneratedRegex(@"^(?:\*\*|__)[^*_]+(?:\*\*|__):?$")]
    private static partial Regex Bold();

    [GeneratedRegex(@"\[([^\]\n]+)\]\(<?([^)\s>]+)>?(?:\s+[""'][^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"<((?:https?://|mailto:)?[^<>\s]+[.@][^<>\s]+)>")]
    private static partial Regex AngleLink();

    [GeneratedRegex(@"(?<![\w*_])(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?![\w*_])")]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\t+| {3,}")]
    private static partial Regex Spaces();
}
