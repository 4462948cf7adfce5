using DigitalTwin.Documents.Reading;
using DigitalTwin.Hosting;
using DigitalTwin.Hosting.Texts;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace DigitalTwin.Documents.Formats;

/// <summary>Workbooks, each sheet a page, its cells as they are shown; and CSV.</summary>
internal static class SheetFormat
{
    private const int MostRows = 50_000;
    private const int MostColumns = 100;

    public static DocumentText Read(byte[] file, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(file, writable: false);
        var settings = new OpenSettings { MaxCharactersInPart = ReadingLimits.MostUnpacked / 2 };
        using var document = SpreadsheetDocument.Open(stream, isEditable: false, settings);
        var book = document.WorkbookPart;
        var sheets = book?.Workbook?.Sheets?.Elements<Sheet>().ToList() ?? [];
        ReadingLimits.CheckPages(sheets.Count);
        var (shown, left, pages) = (new ShownCells(book), MostRows, new List<PageText>());
        foreach (var sheet in sheets)
        {
            var isHidden = sheet.State is { } state && state.Value != SheetStateValues.Visible;
            var rows = !isHidden && sheet.Id?.Value is { } id && book!.GetPartById(id) is WorksheetPart part ? RowsIn(part, shown) : [];
            var blocks = BlocksOf(rows, ref left, cancellationToken);
            pages.Add(new PageText(pages.Count + 1, blocks.Count == 0 ? [] : [Block.Heading(sheet.Name?.Value ?? "", 1), .. blocks]));
        }

        return new DocumentText(null, pages);
    }

    public static DocumentText ReadCsv(byte[] file, CancellationToken cancellationToken)
    {
        var left = MostRows;
        var rows = CsvText.Rows(PlainText.Decode(file)).Select(row => row.Cells);
        return new DocumentText(null, [new PageText(1, BlocksOf(rows, ref left, cancellationToken))]);
    }

    // Element by element: a sheet may be far larger than its file.
    private static IEnumerable<List<string>> RowsIn(WorksheetPart part, ShownCells shown)
    {
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
        {
            if (reader.ElementType == typeof(Row) && reader.IsStartElement)
            {
                var cells = new List<string>();
                foreach (var cell in ((Row)reader.LoadCurrentElement()!).Elements<Cell>())
                {
                    // Empty cells are left out of the file.
                    var column = Math.Min(ShownCells.ColumnOf(cell, cells.Count), MostColumns);
                    while (cells.Count < column)
                    {
                        cells.Add("");
                    }

                    if (column < MostColumns)
                    {
                        cells.Add(shown.TextOf(cell));
                    }
                }

                yield return cells;
            }
        }
    }

    private static List<Block> BlocksOf(IEnumerable<List<string>> rows, ref int left, CancellationToken cancellationToken)
    {
        var blocks = new List<Block>();
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<string> cells = [.. row.Take(MostColumns).Select(cell => cell.ReplaceLineEndings(" ").Trim())];
            while (cells.Count > 0 && cells[^1].Length == 0)
            {
                cells.RemoveAt(cells.Count - 1);
            }

            if (cells.Count == 0)
            {
                continue;
            }

            if (left-- == 0)
            {
                throw new DocumentException(Problems.DocumentTooLong, $"It has more than {MostRows} rows.");
            }

            blocks.Add(Block.Row(cells, blocks.Count == 0));
        }

        return blocks;
    }
}
