using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;

namespace DigitalTwin.Personas.Parsing.Hidden;

/// <summary>
/// Takes out of a text what its owner marked as private: sections with all below them, paragraphs, list items, rows of tables.
/// </summary>
internal static class PrivateParts
{
    /// <summary>The text without them; its lines stay.</summary>
    /// <param name="body">The text below the front matter.</param>
    /// <param name="sections">Headings that are private, in lower case.</param>
    /// <param name="findings">Learns of each part.</param>
    public static string Remove(string body, IReadOnlySet<string> sections, List<PersonaFinding> findings)
    {
        var document = Markdown.Parse(body, MarkdownFacts.Pipeline);
        var parts = Sections(document, body, sections, findings).ToList();
        var covered = parts.ToList();
        bool IsCovered(Block block) => covered.Any(part => block.Span.Start >= part.Start && block.Span.Start < part.End);

        foreach (var paragraph in document.Descendants<ParagraphBlock>().Where(each => !IsCovered(each)))
        {
            var start = PrivateMark.StartIn(body[paragraph.Span.Start..Math.Min(body.Length, paragraph.Span.End + 1)]);
            if (start >= 0)
            {
                Block whole = start == 0 ? Whole(paragraph) : paragraph;
                Add("A part is private.", whole.Span.Start + start, EndOf(whole));
            }
        }

        // What is no paragraph, such as a heading within a list.
        var code = document.Descendants<FencedCodeBlock>().ToList();
        for (var at = 0; at < body.Length;)
        {
            var end = body.IndexOf('\n', at) is var line && line < 0 ? body.Length : line;
            if (PrivateMark.IsIn(body[at..end])
                && !parts.Any(part => at < part.End && end > part.Start)
                && !code.Any(block => at >= block.Span.Start && at <= block.Span.End))
            {
                var around = document.Descendants().LastOrDefault(block
                    => block is ListItemBlock or QuoteBlock && at <= block.Span.End && end > block.Span.Start);
                Add("A part is private.", at, Math.Max(end, (around?.Span.End ?? 0) + 1));
            }

            at = end + 1;
        }

        return PersonaFile.Blank(body, parts);

        // In plain text a short line is the heading of what follows.
        int EndOf(Block whole)
        {
            var end = whole.Span.End + 1;
            if (document.OfType<HeadingBlock>().Any() || !PlainTextFacts.MayBeHeading(body[whole.Span.Start..end]))
            {
                return end;
            }

            var next = document.OfType<ParagraphBlock>().FirstOrDefault(each
                => each.Span.Start >= end && PlainTextFacts.IsHeading(body[each.Span.Start..(each.Span.End + 1)]));
            return next?.Span.Start ?? body.Length;
        }

        void Add(string words, int start, int end)
        {
            parts.Add((start, end));
            findings.Add(new PersonaFinding(PersonaFindingKind.Private, PersonaFile.LineAt(body, start), words));
        }
    }

    private static IEnumerable<(int Start, int End)> Sections(
        MarkdownDocument document, string body, IReadOnlySet<string> sections, List<PersonaFinding> findings)
    {
        var headings = document.OfType<HeadingBlock>().ToList();
        for (var i = 0; i < headings.Count; i++)
        {
            var heading = headings[i];
            if (!PrivateMark.IsIn(MarkdownFacts.SourceOf(heading, body))
                && !sections.Contains(MarkdownFacts.TitleOf(heading, body).ToLowerInvariant()))
            {
                continue;
            }

            var next = headings.FindIndex(i + 1, other => other.Level <= heading.Level);
            findings.Add(new PersonaFinding(
                PersonaFindingKind.Private, PersonaFile.LineAt(body, heading.Span.Start), "A section is private."));
            yield return (heading.Span.Start, next < 0 ? body.Length : headings[next].Span.Start);
            i = next < 0 ? headings.Count : next - 1;
        }
    }

    // The mark of a list item or a table's row is the whole item's or row's.
    private static Block Whole(ParagraphBlock paragraph) => paragraph.Parent switch
    {
        ListItemBlock item when item[0] == paragraph => item,
        TableCell { Parent: TableRow row } => row,
        _ => paragraph,
    };
}
