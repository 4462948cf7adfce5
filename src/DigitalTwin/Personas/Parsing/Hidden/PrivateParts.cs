using System.Text.RegularExpressions;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace DigitalTwin.Personas.Parsing.Hidden;

/// <summary>
/// Takes out of a text what its owner marked as private: sections with all below them, paragraphs with what hangs on them, list items,
/// quotations, rows of tables.
/// </summary>
internal sealed partial class PrivateParts
{
    private readonly string body;
    private readonly PrivateNames names;
    private readonly List<PersonaFinding> findings;
    private readonly MarkdownDocument document;
    private readonly List<HeadingBlock> headings;
    private readonly List<(int Start, int End)> parts = [];

    private PrivateParts(string body, PrivateNames names, List<PersonaFinding> findings)
    {
        (this.body, this.names, this.findings) = (body, names, findings);
        document = Markdown.Parse(body, MarkdownFacts.Pipeline);
        headings = [.. document.OfType<HeadingBlock>()];
    }

    /// <summary>The text without them; its lines stay.</summary>
    /// <param name="body">The text below the front matter.</param>
    /// <param name="names">Headings that are private.</param>
    /// <param name="findings">Learns of each part.</param>
    public static string Remove(string body, PrivateNames names, List<PersonaFinding> findings)
    {
        var remover = new PrivateParts(body, names, findings);
        remover.TakeSections();
        remover.TakeParagraphs();
        remover.TakeLines();
        return PersonaFile.Blank(body, remover.parts);
    }

    private void TakeSections()
    {
        foreach (var heading in headings.Where(heading => PrivateMark.IsIn(MarkdownFacts.SourceOf(heading, body))
            || names.Contains(MarkdownFacts.TitleOf(heading, body)) || names.Contains(heading.TryGetAttributes()?.Id)))
        {
            TakeSection(heading);
        }

        foreach (Match div in Divs().Matches(body))
        {
            Take(div.Index, div.Index + div.Length, "A part is private");
        }
    }

    private void TakeSection(HeadingBlock heading)
    {
        // An underlined line within a section is seldom a heading of the same kind.
        var next = headings.SkipWhile(other => other != heading).Skip(1)
            .FirstOrDefault(other => other.Level <= heading.Level && (heading.IsSetext || !other.IsSetext));
        Take(heading.Span.Start, next?.Span.Start ?? body.Length, "A section is private");
    }

    private void TakeParagraphs()
    {
        foreach (var paragraph in document.Descendants<ParagraphBlock>())
        {
            var text = TextOf(paragraph);
            if (paragraph.Parent == document && names.Contains(PlainTextFacts.HeadingOf(text)) && !IsTaken(paragraph.Span.Start))
            {
                Take(paragraph.Span.Start, NextHeading(paragraph.Span.End + 1), "A section is private");
            }

            var start = IsTaken(paragraph.Span.Start) ? -1 : PrivateMark.StartIn(text);
            if (start >= 0 && PrivateMark.IsAlone(text))
            {
                TakeAround(paragraph.Span.Start, paragraph.Span.End + 1);
            }
            else if (start >= 0)
            {
                var whole = start == 0 || paragraph.Parent is QuoteBlock ? Whole(paragraph) : paragraph;
                var from = whole == paragraph ? whole.Span.Start + start : whole.Span.Start;
                Take(from, Hanging(paragraph, text, whole), "A part is private");
            }
        }
    }

    // The mark of a list item, a quotation or a table's row is the whole one's; that of a table's head the table's.
    private static Block Whole(ParagraphBlock paragraph) => paragraph.Parent switch
    {
        ListItemBlock item => item,
        QuoteBlock quote => quote,
        TableCell { Parent: TableRow { IsHeader: true, Parent: Table table } } => table,
        TableCell { Parent: TableRow row } => row,
        _ => paragraph,
    };

    // A mark on a line of its own is about the heading below it, or the section that it stands in.
    private void TakeAround(int start, int end)
    {
        var below = headings.Find(heading => heading.Span.Start >= end && body[end..heading.Span.Start].Count(c => c == '\n') == 1);
        var above = headings.LastOrDefault(heading => heading.Span.Start < start);
        if ((below ?? above) is { } heading)
        {
            TakeSection(heading);
        }
        else
        {
            Take(0, headings.Count > 0 ? headings[0].Span.Start : body.Length, "All is private");
        }

        Take(start, end, null);
    }

    // Where what belongs to a private part ends: lists and the like below it, lines that are indented further, the text of a short heading.
    private int Hanging(ParagraphBlock paragraph, string text, Block whole)
    {
        var end = whole.Span.End + 1;
        if (IsHeadingOfText(text))
        {
            return NextHeading(end);
        }

        var siblings = (whole.Parent ?? document).SkipWhile(block => block != whole).Skip(1);
        foreach (var next in siblings)
        {
            var isNear = body[Math.Min(end, body.Length)..Math.Max(Math.Min(end, body.Length), next.Span.Start)].Count(c => c == '\n') <= 1;
            var answers = QuestionsAndAnswers.IsQuestion(text) && next is ParagraphBlock said && QuestionsAndAnswers.IsAnswer(TextOf(said));
            if (!answers && !(next is ListBlock or QuoteBlock or CodeBlock && (isNear || PrivateMark.Leads(text))))
            {
                break;
            }

            end = next.Span.End + 1;
        }

        return whole is ListItemBlock or ParagraphBlock ? Indented(whole, end) : end;
    }

    private int NextHeading(int from)
        => document.FirstOrDefault(block => block.Span.Start >= from
            && (block is HeadingBlock
                || (block is ParagraphBlock other && PlainTextFacts.HeadingOf(TextOf(other)) is not null)))?.Span.Start ?? body.Length;

    private int Indented(Block whole, int end)
    {
        var column = whole.Span.Start - (body.LastIndexOf('\n', Math.Max(0, whole.Span.Start - 1)) + 1);
        for (var at = body.IndexOf('\n', Math.Min(end, body.Length - 1)) + 1; at > 0 && at < body.Length;)
        {
            var line = body[at..PersonaFile.EndOfLine(body, at)];
            if (line.Trim().Length > 0 && line.Length - line.TrimStart().Length <= column)
            {
                break;
            }

            (end, at) = (line.Trim().Length > 0 ? at + line.Length : end, at + line.Length + 1);
        }

        return end;
    }

    // "SALARY {private}", or in a text without headings any short line: all up to the next one hangs on it.
    private bool IsHeadingOfText(string text)
    {
        var first = text.Split('\n')[0];
        return PrivateMark.IsIn(first) && (PlainTextFacts.HeadingOf(PrivateMark.Without(first)) is not null
            || (headings.Count == 0 && !text.Contains('\n', StringComparison.Ordinal)
                && PlainTextFacts.MayBeHeading(PrivateMark.Without(first))));
    }

    // What is no paragraph, such as a heading within a list.
    private void TakeLines()
    {
        var code = document.Descendants<FencedCodeBlock>().ToList();
        for (var at = 0; at < body.Length;)
        {
            var end = PersonaFile.EndOfLine(body, at);
            if (PrivateMark.IsIn(body[at..end]) && !IsTaken(at) && !IsTaken(end - 1)
                && !code.Any(block => at > block.Span.Start && at <= block.Span.End))
            {
                if (PrivateMark.IsAlone(body[at..end]))
                {
                    TakeAround(at, end);
                }

                var around = document.Descendants().LastOrDefault(block
                    => (block is ListItemBlock or QuoteBlock or FencedCodeBlock && at <= block.Span.End && end > block.Span.Start)
                        || (block is Table && at <= block.Span.Start && end > block.Span.Start));
                Take(at, Math.Max(end, (around?.Span.End ?? 0) + 1), "A part is private");
            }

            at = end + 1;
        }
    }

    private string TextOf(Block block) => body[block.Span.Start..Math.Min(body.Length, block.Span.End + 1)];

    private bool IsTaken(int at) => parts.Any(part => at >= part.Start && at < part.End);

    private void Take(int start, int end, string? words)
    {
        parts.Add((start, end));
        if (words is not null)
        {
            var first = PersonaFile.LineAt(body, start);
            var last = PersonaFile.LineAt(body, start + body[start..Math.Min(end, body.Length)].TrimEnd().Length);
            var text = last > first ? $"{words}, up to line {last}." : $"{words}.";
            findings.Add(new PersonaFinding(PersonaFindingKind.Private, first, text));
        }
    }

    [GeneratedRegex(@"^:{3,}[^\n]*\bprivate\b[^\n]*\n(?:.*\n)*?:{3,}[ \t]*$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Divs();
}
