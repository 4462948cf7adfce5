using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace DigitalTwin.Personas.Importing.Files;

/// <summary>The lines of a CV in a Word document, tables row by row.</summary>
internal static class DocxLines
{
    // A small archive may unpack to a large one.
    private const int MostCharacters = 20_000_000;

    /// <exception cref="PersonaFormatException">It is no Word document.</exception>
    public static IReadOnlyList<CvLine> Read(byte[] file)
    {
        try
        {
            using var stream = new MemoryStream(file);
            using var document = WordprocessingDocument.Open(
                stream, isEditable: false, new OpenSettings { MaxCharactersInPart = MostCharacters });
            var body = document.MainDocumentPart?.Document?.Body ?? throw new PersonaFormatException("The Word document is empty.", 0);
            return TextLines.Join([.. body.ChildElements.SelectMany(Lines)]);
        }
        catch (Exception error) when (error is not (PersonaFormatException or OutOfMemoryException))
        {
            // What a broken document makes the library throw is of many kinds.
            throw new PersonaFormatException("The file cannot be read as a Word document.", 0);
        }
    }

    private static IEnumerable<CvLine> Lines(OpenXmlElement element) => element switch
    {
        Paragraph paragraph => ParagraphLines(paragraph),
        Table table => table.Elements<TableRow>().SelectMany(RowLines),
        SdtBlock block => block.SdtContentBlock?.ChildElements.SelectMany(Lines) ?? [],
        _ => [],
    };

    // A row of single lines is a row of data; else its cells stand beside each other for their looks.
    private static IEnumerable<CvLine> RowLines(TableRow row)
    {
        var cells = row.Elements<TableCell>()
            .Select(cell => cell.ChildElements.SelectMany(Lines).Where(line => line.Text.Length > 0).ToList())
            .Where(lines => lines.Count > 0).ToList();
        if (cells.Count > 1 && cells.All(lines => lines.Count == 1))
        {
            var data = string.Join(" | ", cells.Select(lines => lines[0].Text));
            return CvHeadings.IsTableHead(data) ? [] : [new CvLine(data)];
        }

        // Dates in a column of their own are those of the first one's line.
        var dates = cells.Skip(1).FirstOrDefault(lines => lines.Count == 1 && CvDates.IsIn(lines[0].Text));
        if (dates is not null)
        {
            cells.Remove(dates);
            cells[0][0] = cells[0][0] with { Text = $"{cells[0][0].Text} | {dates[0].Text}" };
        }

        return cells.SelectMany(lines => lines.Append(new CvLine("")));
    }

    private static IEnumerable<CvLine> ParagraphLines(Paragraph paragraph)
    {
        var style = paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value ?? "";
        var isList = paragraph.ParagraphProperties?.NumberingProperties is not null
            || style.StartsWith("List", StringComparison.OrdinalIgnoreCase);
        var level = style.StartsWith("Heading", StringComparison.OrdinalIgnoreCase) && int.TryParse(style[^1..], out var number) ? number
            : 0;
        var runs = paragraph.Descendants<Run>().Where(run => run.InnerText.Trim().Length > 0).ToList();
        var isBold = runs.Count > 0 && runs.All(run => run.RunProperties?.Bold is { } bold && (bold.Val is null || bold.Val.Value));
        foreach (var text in TextOf(paragraph).Split('\n').Select(text => text.Trim()))
        {
            var (item, words) = ListMarks.Take(text);
            var plain = words.Replace("\t", " | ", StringComparison.Ordinal);
            yield return new CvLine(plain)
            {
                IsItem = isList || item,
                Level = level,
                StandsOut = level > 0 || isBold || CvLine.IsInCapitals(plain),
            };
        }
    }

    private static string TextOf(Paragraph paragraph)
    {
        var text = new StringBuilder();
        // What is hidden, and what was moved elsewhere, is not there for its readers.
        var shown = paragraph.Descendants().Where(element => element.Ancestors<Run>().FirstOrDefault()?.RunProperties?.Vanish is null
            && !element.Ancestors<MoveFromRun>().Any());
        foreach (var element in shown)
        {
            _ = element switch
            {
                Text run => text.Append(run.Text),
                TabChar => text.Append('\t'),
                Break or CarriageReturn => text.Append('\n'),
                NoBreakHyphen => text.Append('-'),
                _ => text,
            };
        }

        return text.ToString();
    }
}
