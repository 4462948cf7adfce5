using UglyToad.PdfPig.Content;

namespace DigitalTwin.Personas.Importing.Files;

/// <summary>Words that stand close together on a row.</summary>
internal sealed record PdfPart(string Text, double Left, double Right, double Size, bool IsBold, double FirstWord);

/// <summary>A row of a page.</summary>
/// <param name="Parts">Its parts from left to right; at least one.</param>
/// <param name="Bottom">Where it stands, from the page's lower edge, in points.</param>
internal sealed record PdfRow(IReadOnlyList<PdfPart> Parts, double Bottom)
{
    public double Size => Parts.Max(part => part.Size);

    /// <summary>Whether there is more room above it than between lines.</summary>
    public bool IsApart { get; init; }

    /// <summary>How far the rows of its column reach to the right.</summary>
    public double Edge { get; init; }

    /// <summary>Whether the first word of the next row would not have fitted into this one.</summary>
    public bool IsFullBefore(PdfRow next) => Parts[^1].Right + next.Parts[0].FirstWord + (Size * 0.3) > Edge;

    public static PdfRow Of(List<Word> words, double gap)
    {
        var parts = new List<List<Word>>();
        foreach (var word in words)
        {
            if (parts.Count > 0 && word.BoundingBox.Left - parts[^1][^1].BoundingBox.Right < gap)
            {
                parts[^1].Add(word);
            }
            else
            {
                parts.Add([word]);
            }
        }

        return new PdfRow([.. parts.Select(PartOf)], words[0].BoundingBox.Bottom);
    }

    private static PdfPart PartOf(List<Word> words)
    {
        var letter = words[0].Letters[^1];
        return new PdfPart(
            string.Join(' ', words.Select(word => word.Text)),
            words[0].BoundingBox.Left,
            words[^1].BoundingBox.Right,
            words.Max(word => word.Letters.Max(each => each.PointSize)),
            letter.FontName?.Contains("Bold", StringComparison.OrdinalIgnoreCase) == true,
            words[0].BoundingBox.Width);
    }
}

/// <summary>The two columns of a page, where it has two.</summary>
/// <param name="Main">The wider one, below what goes over both.</param>
/// <param name="Side">The other one.</param>
internal sealed record PdfColumns(IReadOnlyList<PdfRow> Main, IReadOnlyList<PdfRow> Side)
{
    private const int FewestRows = 8;
    private const double MostCrossing = 0.12;

    public static PdfColumns Of(IReadOnlyList<PdfRow> rows, double width)
    {
        if (Gutter(rows, width) is not { } gutter)
        {
            return new PdfColumns(Apart(rows), []);
        }

        var left = new List<PdfRow>();
        var right = new List<PdfRow>();
        var over = new List<PdfRow>();
        foreach (var row in rows)
        {
            if (row.Parts.Any(part => part.Left < gutter && part.Right > gutter))
            {
                over.Add(row);
                continue;
            }

            PdfPart[] before = [.. row.Parts.Where(part => part.Right <= gutter)];
            PdfPart[] after = [.. row.Parts.Where(part => part.Left >= gutter)];
            left.AddRange(before.Length > 0 ? [row with { Parts = before }] : []);
            right.AddRange(after.Length > 0 ? [row with { Parts = after }] : []);
        }

        var isLeftMain = gutter > width / 2;
        return new PdfColumns([.. Apart(over), .. Apart(isLeftMain ? left : right)], Apart(isLeftMain ? right : left));
    }

    // Where hardly a row goes across, and both sides have rows of their own.
    private static double? Gutter(IReadOnlyList<PdfRow> rows, double width)
    {
        var best = default(double?);
        var least = MostCrossing * rows.Count;
        for (var x = width * 0.2; x < width * 0.8; x += 2)
        {
            var crossing = rows.Count(row => row.Parts.Any(part => part.Left < x && part.Right > x));
            var left = rows.Count(row => row.Parts.Any(part => part.Right <= x));
            var right = rows.Count(row => row.Parts.Any(part => part.Left >= x));
            var own = rows.Count(row => row.Parts.All(part => part.Right <= x));
            if (crossing < least && left >= FewestRows && right >= FewestRows && own >= 2 && left + right > rows.Count)
            {
                (best, least) = (x, crossing);
            }
        }

        return best;
    }

    private static List<PdfRow> Apart(IReadOnlyList<PdfRow> rows)
    {
        var steps = rows.Zip(rows.Skip(1), (above, below) => above.Bottom - below.Bottom).Where(step => step > 0).Order().ToList();
        var usual = steps.Count == 0 ? 0 : steps[steps.Count / 3];
        var edge = rows.Count == 0 ? 0 : rows.Max(row => row.Parts[^1].Right);
        return [.. rows.Select((row, i) => row with { Edge = edge, IsApart = i > 0 && IsApart(rows[i - 1], row) })];

        // Further below than usual, or at the top of a page.
        bool IsApart(PdfRow above, PdfRow below) => above.Bottom - below.Bottom > usual * 1.35 || above.Bottom < below.Bottom;
    }
}
