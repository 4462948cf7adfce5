using System.Globalization;
using DigitalTwin.Documents.Reading;
using DigitalTwin.Hosting;
using MiniExcelLibs;
using MiniExcelLibs.Csv;

namespace DigitalTwin.Documents.Formats;

/// <summary>Workbooks, each sheet a page; and CSV.</summary>
internal static class SheetFormat
{
    private const int MostRows = 50_000;
    private const int MostColumns = 100;

    private static readonly char[] Separators = [',', ';', '\t', '|'];

    public static DocumentText Read(byte[] file, CancellationToken cancellationToken)
    {
        var names = MiniExcel.GetSheetNames(new MemoryStream(file, writable: false));
        ReadingLimits.CheckPages(names.Count);
        var left = MostRows;
        List<PageText> pages = [];
        foreach (var name in names)
        {
            var rows = MiniExcel.Query(new MemoryStream(file, writable: false), sheetName: name, excelType: ExcelType.XLSX);
            var blocks = RowsOf(rows, ref left, cancellationToken);
            pages.Add(new PageText(pages.Count + 1, blocks.Count == 0 ? [] : [Block.Heading(name, 1), .. blocks]));
        }

        return new DocumentText(null, pages);
    }

    public static DocumentText ReadCsv(byte[] file, CancellationToken cancellationToken)
    {
        var text = PlainText.Decode(file);
        var head = text.Split('\n')[0];
        var separator = Separators.MaxBy(each => head.Count(c => c == each));
        var left = MostRows;
        var rows = MiniExcel.Query(
            new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), excelType: ExcelType.CSV,
            configuration: new CsvConfiguration { Seperator = separator });
        return new DocumentText(null, [new PageText(1, RowsOf(rows, ref left, cancellationToken))]);
    }

    private static List<Block> RowsOf(IEnumerable<dynamic> rows, ref int left, CancellationToken cancellationToken)
    {
        var blocks = new List<Block>();
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            List<string> cells = [.. ((IDictionary<string, object?>)row).Values.Take(MostColumns).Select(ToText)];
            if (cells.All(cell => cell.Length == 0))
            {
                continue;
            }

            if (left-- == 0)
            {
                throw new DocumentException(Problems.DocumentTooLong, $"It has more than {MostRows} rows.");
            }

            while (cells[^1].Length == 0)
            {
                cells.RemoveAt(cells.Count - 1);
            }

            blocks.Add(Block.Row(cells, blocks.Count == 0));
        }

        return blocks;
    }

    private static string ToText(object? value) => value switch
    {
        null => "",
        DateTime { TimeOfDay.Ticks: 0 } day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime time => time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!.ReplaceLineEndings(" ").Trim(),
    };
}
