using System.Text.RegularExpressions;

namespace DigitalTwin.Documents.Formats.Pdf;

/// <summary>Headers and footers that run through a document, and the numbers of its pages: they are no part of what it says.</summary>
internal static partial class RunningLines
{
    private const int LinesAtEnds = 3;
    private const int FewestPages = 3;

    /// <summary>The pages without them.</summary>
    public static IReadOnlyList<IReadOnlyList<PdfLine>> Remove(IReadOnlyList<IReadOnlyList<PdfLine>> pages)
    {
        var seen = pages.SelectMany(page => AtEnds(page).Select(line => KeyOf(line)).Distinct())
            .CountBy(key => key).ToDictionary(StringComparer.Ordinal);
        var least = Math.Max(FewestPages, pages.Count(page => page.Count > 0) / 3);
        return
        [
            .. pages.Select(page =>
            {
                var ends = AtEnds(page).ToHashSet();
                bool Runs(PdfLine line) => ends.Contains(line)
                    && (seen[KeyOf(line)] >= least || (PageNumber().IsMatch(line.Text) && pages.Count > 1));
                return (IReadOnlyList<PdfLine>)[.. page.Where(line => !Runs(line))];
            }),
        ];
    }

    private static IEnumerable<PdfLine> AtEnds(IReadOnlyList<PdfLine> page)
        => page.Take(LinesAtEnds).Concat(page.Skip(Math.Max(LinesAtEnds, page.Count - LinesAtEnds)));

    // At the same place, and the same but for its numbers.
    private static string KeyOf(PdfLine line) => $"{Math.Round(line.Base / 4)} {Digits().Replace(line.Text, "#")}";

    [GeneratedRegex(@"\d+")]
    private static partial Regex Digits();

    [GeneratedRegex(
        @"^\s*(?:[-–—|]\s*)?(?:(?:page|p\.|seite|página|pagina)\s*)?\d{1,4}(?:\s*(?:/|of|von|sur|de|di|van)\s*\d{1,4})?(?:\s*[-–—|])?\s*$",
        RegexOptions.IgnoreCase)]
    private static partial Regex PageNumber();
}
