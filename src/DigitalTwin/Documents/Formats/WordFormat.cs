using System.Text;
using DigitalTwin.Documents.Reading;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace DigitalTwin.Documents.Formats;

/// <summary>Word documents. Their pages end where the file says so: at breaks, and where Word last broke them itself.</summary>
internal static class WordFormat
{
    public static DocumentText Read(byte[] file, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(file, writable: false);
        var settings = new OpenSettings { MaxCharactersInPart = ReadingLimits.MostCharacters };
        using var document = WordprocessingDocument.Open(stream, isEditable: false, settings);
        var body = document.MainDocumentPart?.Document?.Body;
        var reader = new Reader(document.MainDocumentPart, cancellationToken);
        foreach (var element in body?.ChildElements ?? [])
        {
            reader.Read(element);
        }

        return new DocumentText(document.PackageProperties.Title is { Length: > 0 } title ? title : null, reader.Pages());
    }

    private sealed class Reader(MainDocumentPart? main, CancellationToken cancellationToken)
    {
        private readonly WordStyles styles = new(main);
        private readonly Dictionary<long, string> notes = NotesOf(main);
        private readonly List<List<Block>> pages = [[]];

        // Word notes where it broke a page also behind a break that the writer made.
        private bool isPageNew = true;

        public IReadOnlyList<PageText> Pages() => [.. pages.Select((blocks, index) => new PageText(index + 1, blocks))];

        public void Read(OpenXmlElement element)
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (element)
            {
                case Paragraph paragraph:
                    ReadParagraph(paragraph);
                    break;
                case Table table:
                    ReadTable(table);
                    break;
                case SdtBlock { SdtContentBlock: { } content }:
                    content.ChildElements.ToList().ForEach(Read);
                    break;
            }
        }

        private void ReadParagraph(Paragraph paragraph)
        {
            if (paragraph.ParagraphProperties?.PageBreakBefore is { } before && (before.Val is null || before.Val.Value))
            {
                Turn();
            }

            var (text, behind) = (new StringBuilder(), new List<string>());
            foreach (var part in Shown(paragraph))
            {
                if (part is Break { Type: { } kind } && kind.Value == BreakValues.Page)
                {
                    End(paragraph, text);
                    Turn();
                }
                else if (part is LastRenderedPageBreak && !isPageNew)
                {
                    End(paragraph, text);
                    Turn();
                }
                else if (part is FootnoteReference { Id: { } id } && notes.TryGetValue(id.Value, out var note))
                {
                    behind.Add(note);
                }
                else
                {
                    Add(text, part);
                }
            }

            End(paragraph, text);
            behind.ForEach(note => pages[^1].Add(Block.Paragraph(note)));
            if (paragraph.ParagraphProperties?.SectionProperties?.GetFirstChild<SectionType>()?.Val?.Value is { } section
                && section != SectionMarkValues.Continuous)
            {
                Turn();
            }
        }

        private void End(Paragraph paragraph, StringBuilder text)
        {
            var words = text.ToString().Trim();
            text.Clear();
            if (words.Length > 0)
            {
                isPageNew = false;
                pages[^1].Add(styles.LevelOf(paragraph) is { } level ? Block.Heading(words, level)
                    : styles.IsItem(paragraph) ? Block.Item(words)
                    : Block.Paragraph(words));
            }
        }

        private void Turn()
        {
            ReadingLimits.CheckPages(pages.Count + 1);
            pages.Add([]);
            isPageNew = true;
        }

        private void ReadTable(Table table)
        {
            foreach (var (index, row) in table.Elements<TableRow>().Index())
            {
                if (!isPageNew && row.Descendants<LastRenderedPageBreak>().Any())
                {
                    Turn();
                }

                List<string> cells = [.. row.Elements<TableCell>()
                    .Select(cell => string.Join(' ', cell.Descendants<Paragraph>().Select(TextOf)))];
                if (cells.Any(cell => cell.Length > 0))
                {
                    isPageNew = false;
                    pages[^1].Add(Block.Row(cells, index == 0));
                }
            }
        }

        private static string TextOf(Paragraph paragraph)
        {
            var text = new StringBuilder();
            Shown(paragraph).ToList().ForEach(part => Add(text, part));
            return text.ToString().Trim();
        }

        // What is hidden, and what was moved elsewhere or deleted, is not there for its readers.
        private static IEnumerable<OpenXmlElement> Shown(Paragraph paragraph)
            => paragraph.Descendants().Where(element => element.Ancestors<Run>().FirstOrDefault()?.RunProperties?.Vanish is null
                && !element.Ancestors<MoveFromRun>().Any() && element is not DeletedText
                && element.Ancestors<Paragraph>().FirstOrDefault() == paragraph);

        private static void Add(StringBuilder text, OpenXmlElement part) => _ = part switch
        {
            Text run => text.Append(run.Text),
            TabChar or Break or CarriageReturn => text.Append(' '),
            NoBreakHyphen => text.Append('-'),
            _ => text,
        };

        private static Dictionary<long, string> NotesOf(MainDocumentPart? main)
            => (main?.FootnotesPart?.Footnotes?.Elements<Footnote>() ?? [])
                .Where(note => note.Id is { Value: > 0 } && note.Type is null)
                .ToDictionary(note => note.Id!.Value, note => string.Join(' ', note.Elements<Paragraph>().Select(TextOf)).Trim());
    }
}
