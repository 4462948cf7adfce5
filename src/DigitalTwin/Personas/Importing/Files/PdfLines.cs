using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;

namespace DigitalTwin.Personas.Importing.Files;

/// <summary>The lines of a CV in a PDF, column by column: the wide one first, then what stands beside it.</summary>
internal static class PdfLines
{
    private const int MostPages = 30;
    private const double Gap = 12;

    /// <exception cref="PersonaFormatException">It cannot be read, or has no text.</exception>
    public static IReadOnlyList<CvLine> Read(byte[] file)
    {
        try
        {
            using var document = PdfDocument.Open(file);
            var pages = document.GetPages().Take(MostPages).Select(page => PdfColumns.Of(Rows(page), page.Width)).ToList();
            List<PdfRow> rows = [.. pages.SelectMany(page => page.Main), .. pages.SelectMany(page => page.Side)];
            var usual = rows.Count == 0 ? 0 : rows.Select(row => row.Size).Order().ElementAt(rows.Count / 2);
            var lines = rows.Zip(rows.Skip(1).Append(rows.LastOrDefault()!))
                .SelectMany(pair => Lines(pair.First, usual, pair.First.IsFullBefore(pair.Second)))
                .ToList();
            return lines.Any(line => line.Text.Length > 0)
                ? TextLines.Join(lines)
                : throw new PersonaFormatException("The PDF has no text: it may be a scan.", 0);
        }
        catch (Exception error) when (error is not (PersonaFormatException or OutOfMemoryException))
        {
            // What a broken PDF makes the library throw is of many kinds.
            throw new PersonaFormatException("The file cannot be read as a PDF.", 0);
        }
    }

    // Words with nearly the same base line, in parts where there is a gap between them.
    private static List<PdfRow> Rows(Page page)
    {
        var rows = new List<List<Word>>();
        foreach (var word in page.GetWords().Where(word => word.Text.Trim().Length > 0 && !IsHidden(word.Letters[0]))
            .OrderByDescending(word => word.BoundingBox.Bottom))
        {
            var row = rows.LastOrDefault(each => Math.Abs(Base(each[0]) - Base(word)) < 3);
            if (row is null)
            {
                rows.Add([word]);
            }
            else
            {
                row.Add(word);
            }
        }

        return [.. rows.Select(words => PdfRow.Of([.. words.OrderBy(word => word.BoundingBox.Left)], Gap))];
    }

    // Text that is not painted. White text is: it may stand on a dark ground.
    private static bool IsHidden(Letter letter) => letter.RenderingMode == TextRenderingMode.Neither;

    private static double Base(Word word) => word.Letters[0].StartBaseLine.Y;

    // A heading beside what it is above of is a line of its own.
    private static IEnumerable<CvLine> Lines(PdfRow row, double usual, bool isFull)
    {
        var parts = row.Parts;
        if (parts.Count > 1 && CvHeadings.IsHeading(ToLine(parts[0].Text, parts[0], usual)))
        {
            yield return ToLine(parts[0].Text, parts[0], usual);
            parts = [.. parts.Skip(1)];
        }

        if (row.IsApart)
        {
            yield return new CvLine("");
        }

        yield return ToLine(string.Join(" | ", parts.Select(part => part.Text)), parts[0], usual) with { IsFull = isFull };
    }

    private static CvLine ToLine(string text, PdfPart part, double usual)
    {
        var (isItem, plain) = ListMarks.Take(text);
        return new CvLine(plain)
        {
            IsItem = isItem,
            StandsOut = part.IsBold || part.Size > usual * 1.12 || CvLine.IsInCapitals(plain),
        };
    }
}
