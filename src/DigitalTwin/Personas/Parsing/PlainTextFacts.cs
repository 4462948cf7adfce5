using System.Text.RegularExpressions;
using DigitalTwin.Hosting.Texts;

namespace DigitalTwin.Personas.Parsing;

/// <summary>
/// Splits plain text at its blank lines. Short lines in capitals, in bold or with a colon are headings; <c>Q:</c> and <c>A:</c> lines
/// become questions.
/// </summary>
internal static partial class PlainTextFacts
{
    private const int LongestTitle = 60;

    /// <summary>The content of a text without Markdown headings.</summary>
    public static PersonaContent Read(string body, List<PersonaFinding> findings)
    {
        var parts = QuestionsAndAnswers.Split(PersonaFile.WithoutBreaks(body), 1, findings)
            .SelectMany(part => part.Question is not null ? [part]
                : BlankLines().Split(part.Text).Select(text => text.Trim()).Where(text => text.Length > 0 && !Rule().IsMatch(text))
                    .Select(text => new TextPart(null, text)))
            .ToList();
        var (name, headline) = TakeName(parts);
        var ids = new FactIds();
        var facts = new List<Fact>();
        var (heading, texts, hasTitles) = (default(string), new List<string>(), false);
        foreach (var part in parts)
        {
            var (title, rest) = part.Question is null ? SplitHeading(part.Text) : (part.Question, part.Text);
            if (title is not null)
            {
                EndSection();
                (heading, hasTitles) = (title, true);
            }

            if (heading is null)
            {
                Add(Shorten(rest), rest);
            }
            else if (rest.Length > 0)
            {
                texts.Add(rest);
            }

            if (part.Question is not null)
            {
                EndSection();
                heading = null;
            }
        }

        EndSection();
        return new PersonaContent(name, facts) { Headline = headline, HasTitles = hasTitles };

        void EndSection()
        {
            if (heading is not null)
            {
                Add(heading, texts.Count > 0 ? string.Join("\n\n", texts) : heading);
            }

            texts.Clear();
            heading = null;
        }

        void Add(string title, string text) => facts.Add(new Fact(ids.Next(null, title, []), title, [], text));
    }

    /// <summary>The heading that a paragraph is or begins with, or <see langword="null"/>.</summary>
    public static string? HeadingOf(string paragraph) => SplitHeading(paragraph).Title;

    /// <summary>Whether a paragraph is short enough for a heading, and no sentence.</summary>
    public static bool MayBeHeading(string paragraph)
        => paragraph.Length is > 0 and <= LongestTitle
            && paragraph.Split(' ').Length <= 3
            && char.IsUpper(paragraph[0])
            && !paragraph.Any(c => char.IsDigit(c) || c is '\n' or '@')
            && !Sentence().IsMatch(paragraph);

    // "Ada Lovelace" alone, or above a line that says what she is.
    private static (string? Name, string? Headline) TakeName(List<TextPart> parts)
    {
        if (parts.Count < 2 || parts[0].Question is not null)
        {
            return (null, null);
        }

        var lines = parts[0].Text.Split('\n').Select(line => line.Trim().Trim('*', '_')).ToList();
        if (PersonaNames.Read(lines[0]) is not { Name: { } name } read)
        {
            return (null, null);
        }

        parts.RemoveAt(0);
        var headline = read.Headline ?? (lines.Count > 1 && IsHeadline(lines[1]) ? lines[1] : null);
        var left = lines.Skip(headline is not null && read.Headline is null ? 2 : 1).ToList();
        if (left.Count > 0)
        {
            parts.Insert(0, new TextPart(null, string.Join('\n', left)));
        }

        return (name, headline);
    }

    private static bool IsHeadline(string line) => line.Length is > 0 and <= 120 && !line.EndsWith('.')
        && !line.Contains('@', StringComparison.Ordinal);

    // The heading is the paragraph, or its first line.
    private static (string? Title, string Below) SplitHeading(string paragraph)
    {
        var end = paragraph.IndexOf('\n', StringComparison.Ordinal);
        var first = (end < 0 ? paragraph : paragraph[..end]).Trim();
        var text = Bold().Match(first) is { Success: true } bold ? bold.Groups[1].Value : first;
        var isHeading = first.Length <= LongestTitle
            && (text != first || text.EndsWith(':') || (text.Count(char.IsUpper) > 2 && !text.Any(char.IsLower) && !text.EndsWith('.')));
        var title = text.TrimEnd(':').Trim();
        return isHeading && title.Length > 0 ? (title, end < 0 ? "" : paragraph[(end + 1)..].Trim()) : (null, paragraph);
    }

    private static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        if (line.Length <= LongestTitle)
        {
            return line;
        }

        var cut = line.LastIndexOf(' ', LongestTitle);
        return UnicodeText.Cut(line, cut > 0 ? cut : LongestTitle).TrimEnd(',', ';', ':') + "…";
    }

    [GeneratedRegex(@"[.!?,;]$")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"\n[ \t]*\n")]
    private static partial Regex BlankLines();

    [GeneratedRegex(@"\A[-=_*~\s]{3,}\z")]
    private static partial Regex Rule();

    [GeneratedRegex(@"\A(?:\*\*|__)(\S.*?\S)(?:\*\*|__):?\z")]
    private static partial Regex Bold();
}
