using System.Globalization;
using System.Text;

namespace DigitalTwin.Offerings.Files;

/// <summary>Offerings as CSV: a head with the names of the fields, then a row for each.</summary>
/// <remarks>RFC 4180, with semicolons or tabs where the head has more of them: https://www.rfc-editor.org/rfc/rfc4180</remarks>
internal static class CsvOfferings
{
    private static readonly char[] Separators = [',', ';', '\t'];

    /// <exception cref="OfferingFormatException">It cannot be read.</exception>
    public static IReadOnlyList<Offering> Read(string text)
    {
        var separator = Separators.MaxBy(each => text.Split('\n')[0].Count(c => c == each));
        List<string>? head = null;
        var offerings = new List<Offering>();
        foreach (var (number, cells) in Rows(text, separator))
        {
            if (head is null)
            {
                head = [.. cells.Select(cell => cell.Trim().ToLowerInvariant())];
                continue;
            }

            var where = string.Create(CultureInfo.InvariantCulture, $"Row {number}");
            if (cells.Count > head.Count)
            {
                throw new OfferingFormatException($"{where} has more cells than the head.");
            }

            var fields = head.Zip(cells).Where(pair => pair.First.Length > 0)
                .DistinctBy(pair => pair.First, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.OrdinalIgnoreCase);
            offerings.Add(OfferingFile.ToOffering(fields, where));
        }

        return offerings;
    }

    private static IEnumerable<(int Number, List<string> Cells)> Rows(string text, char separator)
    {
        var (cells, cell, isQuoted, number) = (new List<string>(), new StringBuilder(), false, 1);
        for (var i = 0; i <= text.Length; i++)
        {
            var c = i < text.Length ? text[i] : '\n';
            if (isQuoted && i < text.Length)
            {
                if (c != '"')
                {
                    cell.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    cell.Append(text[++i]);
                }
                else
                {
                    isQuoted = false;
                }
            }
            else if (c == '"' && cell.Length == 0)
            {
                isQuoted = true;
            }
            else if (c == separator || c == '\n')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (c == '\n')
                {
                    if (cells.Any(each => each.Trim().Length > 0))
                    {
                        yield return (number, cells);
                    }

                    (cells, number) = ([], number + 1);
                }
            }
            else
            {
                cell.Append(c);
            }
        }
    }
}
