using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace DigitalTwin.Documents.Formats;

/// <summary>The cells of a workbook as they are shown: with their decimals, and days as days.</summary>
/// <remarks>ECMA-376, part 1, 18.8.30 (number formats) and 18.17.4 (days).</remarks>
internal sealed partial class ShownCells
{
    private const int FirstDayFormat = 14;
    private const int LastDayFormat = 22;

    private static readonly Dictionary<uint, string> BuiltIn = new()
    {
        [1] = "0", [2] = "0.00", [3] = "#,##0", [4] = "#,##0.00", [9] = "0%", [10] = "0.00%", [37] = "#,##0", [38] = "#,##0",
            [39] = "#,##0.00",
        [40] = "#,##0.00",
    };

    private readonly IReadOnlyList<string> shared;
    private readonly IReadOnlyList<(uint Id, string Code)> formats;

    public ShownCells(WorkbookPart? book)
    {
        shared = [.. (book?.SharedStringTablePart?.SharedStringTable?.Elements<SharedStringItem>() ?? []).Select(TextOf)];
        var styles = book?.WorkbookStylesPart?.Stylesheet;
        var codes = (styles?.NumberingFormats?.Elements<NumberingFormat>() ?? [])
            .Where(each => each.NumberFormatId is not null).DistinctBy(each => each.NumberFormatId!.Value)
            .ToDictionary(each => each.NumberFormatId!.Value, each => each.FormatCode?.Value ?? "");
        formats = [.. (styles?.CellFormats?.Elements<CellFormat>() ?? []).Select(each => each.NumberFormatId?.Value ?? 0)
            .Select(id => (id, codes.GetValueOrDefault(id) ?? BuiltIn.GetValueOrDefault(id, "")))];
    }

    /// <summary>The column of a cell, from 0.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="next">The column behind the cell before it, where it does not say its own.</param>
    public static int ColumnOf(Cell cell, int next)
    {
        var letters = (cell.CellReference?.Value ?? "").TakeWhile(char.IsAsciiLetter).Take(3).ToList();
        return letters.Count == 0 ? next
            : letters.Aggregate(0, (column, letter) => (26 * column) + (char.ToUpperInvariant(letter) - 'A' + 1)) - 1;
    }

    /// <summary>What a cell shows.</summary>
    public string TextOf(Cell cell)
    {
        var value = cell.CellValue?.Text ?? "";
        var type = cell.DataType?.Value;
        return type == CellValues.InlineString ? cell.InlineString?.InnerText ?? ""
            : type == CellValues.SharedString ? int.TryParse(value, CultureInfo.InvariantCulture, out var index) && index < shared.Count
                ? shared[index] : ""
            : type == CellValues.Boolean ? (value == "1" ? "TRUE" : "FALSE")
            : type is not null && type != CellValues.Number ? value
            : double.TryParse(value, CultureInfo.InvariantCulture, out var number) ? Shown(number, FormatOf(cell)) : value;
    }

    private (uint Id, string Code) FormatOf(Cell cell)
        => cell.StyleIndex?.Value is { } style && style < formats.Count ? formats[(int)style] : (0, "");

    private static string Shown(double number, (uint Id, string Code) format)
    {
        var code = Quoted().Replace(format.Code.Split(';')[0], "");
        if (format.Id is >= FirstDayFormat and <= LastDayFormat || DayParts().IsMatch(code))
        {
            return DayOf(number);
        }

        var (share, decimals) = (code.Contains('%', StringComparison.Ordinal) ? 100 : 1, Decimals().Match(code).Groups[1].Length);
        var text = code.Length == 0 || code.Equals("General", StringComparison.OrdinalIgnoreCase)
            ? number.ToString("0.##########", CultureInfo.InvariantCulture)
            : (number * share).ToString(
                (code.Contains(',', StringComparison.Ordinal) ? "N" : "F") + decimals, CultureInfo.InvariantCulture);
        return share == 100 ? text + "%" : text;
    }

    private static string DayOf(double number)
    {
        if (number is < 1 or > 2_958_465)
        {
            return number.ToString(CultureInfo.InvariantCulture);
        }

        var day = DateTime.FromOADate(number);
        return day.ToString(day.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    private static string TextOf(SharedStringItem item)
        => string.Concat(item.Descendants<Text>().Where(text => text.Parent is not PhoneticRun).Select(text => text.Text));

    [GeneratedRegex(@"""[^""]*""|\\.|\[[^\]]*\]")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"[ymdhs]", RegexOptions.IgnoreCase)]
    private static partial Regex DayParts();

    [GeneratedRegex(@"0\.(0+)")]
    private static partial Regex Decimals();
}
