using System.Globalization;
using DigitalTwin.Hosting.Texts;

namespace DigitalTwin.Offerings.Files;

/// <summary>Offerings as CSV: a head with the names of the fields, then a row for each.</summary>
internal static class CsvOfferings
{
    /// <exception cref="OfferingFormatException">It cannot be read.</exception>
    public static IReadOnlyList<Offering> Read(string text)
    {
        List<string>? head = null;
        var offerings = new List<Offering>();
        foreach (var (number, cells) in CsvText.Rows(text))
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
}
