namespace DigitalTwin.Documents.Formats.Pdf;

/// <summary>Puts the lines of a page into the order in which they are read: column by column, where it has columns.</summary>
internal static class PdfColumns
{
    private const int FewestLines = 4;
    private const int MostColumns = 4;

    // The lines of columns of prose fill them; the cells of tables do not.
    private const double Filled = 0.6;

    /// <summary>The runs of lines that are read one after the other.</summary>
    public static IReadOnlyList<IReadOnlyList<PdfLine>> Read(IReadOnlyList<PdfLine> lines) => Divide(lines, MostColumns);

    private static List<IReadOnlyList<PdfLine>> Divide(IReadOnlyList<PdfLine> lines, int most)
    {
        if (most < 2 || GutterOf(lines) is not { } gutter)
        {
            return lines.Count == 0 ? [] : [lines];
        }

        var (runs, over, left, right) = (new List<IReadOnlyList<PdfLine>>(), new List<PdfLine>(), new List<PdfLine>(), new List<PdfLine>());
        foreach (var line in lines)
        {
            if (line.Pieces.Any(piece => piece.Left < gutter && piece.Right > gutter))
            {
                EndColumns();
                over.Add(line);
                continue;
            }

            EndOver();
            Add(left, line.Pieces.Where(piece => piece.Right <= gutter));
            Add(right, line.Pieces.Where(piece => piece.Left >= gutter));
        }

        EndColumns();
        EndOver();
        return runs;

        void EndOver()
        {
            runs.AddRange(over.Count == 0 ? [] : [[.. over]]);
            over.Clear();
        }

        void EndColumns()
        {
            runs.AddRange(Divide([.. left], most - 1));
            runs.AddRange(Divide([.. right], most - 1));
            left.Clear();
            right.Clear();
        }
    }

    private static void Add(List<PdfLine> column, IEnumerable<PdfPiece> pieces)
    {
        List<PdfPiece> own = [.. pieces];
        if (own.Count > 0)
        {
            column.Add(new PdfLine(own));
        }
    }

    // Where many lines have something on both sides and hardly one goes across.
    private static double? GutterOf(IReadOnlyList<PdfLine> lines)
    {
        // Left of where something begins; lines of two columns need not stand beside each other.
        var candidates = lines.SelectMany(line => line.Pieces).Select(piece => Math.Floor(piece.Left) - 1).Distinct().Order().ToList();
        return candidates.Select(x => (X: x, Lines: IsGutter(lines, x))).Where(each => each.Lines > 0)
            .OrderByDescending(each => each.Lines).Select(each => (double?)each.X).FirstOrDefault();
    }

    private static int IsGutter(IReadOnlyList<PdfLine> lines, double x)
    {
        var (left, right) = (new List<PdfPiece>(), new List<PdfPiece>());
        int crossing = 0, onLeft = 0, onRight = 0;
        foreach (var line in lines)
        {
            if (line.Pieces.Any(piece => piece.Left < x && piece.Right > x))
            {
                crossing++;
                continue;
            }

            var before = line.Pieces.Where(piece => piece.Right <= x).ToList();
            var after = line.Pieces.Where(piece => piece.Left >= x).ToList();
            onLeft += before.Count > 0 ? 1 : 0;
            onRight += after.Count > 0 ? 1 : 0;
            left.AddRange(before);
            right.AddRange(after);
        }

        return onLeft >= FewestLines && onRight >= FewestLines && crossing <= Math.Max(onLeft, onRight)
            && IsFilled(left, onLeft) && IsFilled(right, onRight)
            ? onLeft + onRight - crossing : 0;
    }

    private static bool IsFilled(List<PdfPiece> pieces, int lines)
    {
        var width = pieces.Max(piece => piece.Right) - pieces.Min(piece => piece.Left);
        var covered = pieces.Sum(piece => piece.Right - piece.Left) / lines;
        return covered >= Filled * width;
    }
}
