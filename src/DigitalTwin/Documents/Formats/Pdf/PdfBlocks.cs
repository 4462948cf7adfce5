using DigitalTwin.Documents.Reading;
using DigitalTwin.Personas.Importing.Files;

namespace DigitalTwin.Documents.Formats.Pdf;

/// <summary>Puts the lines of a run together to paragraphs, headings, items and rows.</summary>
/// <param name="usual">The size of most letters of the document.</param>
/// <param name="hyphens">Knows which words the document has.</param>
internal sealed class PdfBlocks(double usual, HyphenJoiner hyphens)
{
    private const double FurtherApart = 1.35;
    private const double Larger = 1.12;
    private const int LongestHeading = 120;

    /// <summary>The blocks of a run of lines.</summary>
    public IEnumerable<Block> Of(IReadOnlyList<PdfLine> run)
    {
        var (step, edge) = (StepOf(run), run.Max(line => line.Right));
        for (var start = 0; start < run.Count;)
        {
            var end = start + 1;
            if (IsRow(run, start))
            {
                while (end < run.Count && (IsRow(run, end) || IsWrapped(run, start, end)))
                {
                    end++;
                }

                foreach (var row in Rows(run, start, end))
                {
                    yield return row;
                }
            }
            else
            {
                while (end < run.Count && !IsRow(run, end) && Continues(run[end - 1], run[end], step, edge))
                {
                    end++;
                }

                yield return BlockOf(run.Skip(start).Take(end - start).ToList());
            }

            start = end;
        }
    }

    // A line of several pieces is a row where a neighbour is one, too: alone it is a line with a wide space.
    private static bool IsRow(IReadOnlyList<PdfLine> run, int at)
        => run[at].Pieces.Count > 1 && !IsItem(run[at]) && ((at > 0 && IsTable(run[at - 1], run[at]))
            || (at + 1 < run.Count && IsTable(run[at], run[at + 1]))
            || (at + 2 < run.Count && run[at + 1].Pieces.Count == 1 && IsTable(run[at], run[at + 2])
                && run[at + 1].Left > run[at].Left + 5));

    private static bool IsTable(PdfLine one, PdfLine other)
        => one.Pieces.Count > 1 && other.Pieces.Count > 1 && one.Pieces.Skip(1)
            .Any(piece => other.Pieces.Skip(1).Any(each => IsUnder(piece, each)));

    // Aligned at the left, as words are, or at the right, as numbers are, or in the middle.
    private static bool IsUnder(PdfPiece one, PdfPiece other)
        => Math.Abs(one.Left - other.Left) < 3 || Math.Abs(one.Right - other.Right) < 3
            || Math.Abs(one.Left + one.Right - other.Left - other.Right) < 4;

    // The rest of a cell: it stands below one, and close.
    private static bool IsWrapped(IReadOnlyList<PdfLine> run, int start, int at)
        => run[at - 1].Base - run[at].Base < run[at].Size * 1.5
            && run[at].Pieces.All(
                piece => run.Skip(start).Take(at - start).SelectMany(line => line.Pieces).Any(each => Math.Abs(each.Left - piece.Left) < 3))
            && run.Skip(at + 1).Take(2).Any(line => line.Pieces.Count > 1);

    private IEnumerable<Block> Rows(IReadOnlyList<PdfLine> run, int start, int end)
    {
        var lefts = run.Skip(start).Take(end - start).MaxBy(line => line.Pieces.Count)!.Pieces;
        var rows = new List<(PdfLine Last, string[] Cells)>();
        foreach (var line in run.Skip(start).Take(end - start))
        {
            var cells = new string[lefts.Count];
            Array.Fill(cells, "");
            foreach (var piece in line.Pieces)
            {
                var column = ColumnOf(piece, lefts);
                cells[column] = cells[column].Length == 0 ? piece.Text : $"{cells[column]} {piece.Text}";
            }

            // What is close below the row and has no first cell of its own goes on with it.
            if (rows.Count > 0 && rows[^1].Last.Base - line.Base < line.Size * 1.5 && cells.Any(cell => cell.Length == 0)
                && (cells[0].Length == 0 || line.Pieces.Count == 1))
            {
                rows[^1] = (line, [.. rows[^1].Cells.Zip(
                    cells, (one, more) => one.Length == 0 || more.Length == 0 ? one + more : hyphens.Join(one, more))]);
            }
            else
            {
                rows.Add((line, cells));
            }
        }

        return rows.Select((row, index) => Block.Row(row.Cells, index == 0));
    }

    private static int ColumnOf(PdfPiece piece, IReadOnlyList<PdfPiece> columns)
        => columns.Index().MinBy(column => Math.Min(
            Math.Abs(column.Item.Left - piece.Left),
            Math.Min(Math.Abs(column.Item.Right - piece.Right),
                Math.Abs(column.Item.Left + column.Item.Right - piece.Left - piece.Right) / 2))).Index;

    private bool Continues(PdfLine last, PdfLine next, double step, double edge)
    {
        var isNear = last.Base - next.Base < step * FurtherApart && last.Base > next.Base;
        var isSame = Math.Abs(last.Size - next.Size) < 0.08 * last.Size && last.IsBold == next.IsBold;
        var isFull = last.Right + next.Pieces[0].FirstWord + (last.Size * 0.3) > edge;
        return isNear && !IsItem(next) && (isSame || (!StandsOut(last) && !StandsOut(next)))
            && (isFull || !EndsSentence(last.Text) || next.Left > last.Left + 3);
    }

    private Block BlockOf(List<PdfLine> lines)
    {
        var text = lines.Skip(1).Aggregate(lines[0].Text, (all, line) => hyphens.Join(all, line.Text)).Trim();
        var (isItem, words) = ListMarks.Take(text);
        return IsHeading(lines, text) ? Block.Heading(text, LevelOf(lines[0]))
            : isItem && lines[0].Size <= usual * Larger ? Block.Item(words)
            : Block.Paragraph(text);
    }

    private bool IsHeading(List<PdfLine> lines, string text)
        => text.Length <= LongestHeading && text.Any(char.IsLetter)
            && (lines[0].Size > usual * Larger || (lines.Count <= 2 && lines.All(line => line.IsBold) && !EndsSentence(text)));

    private bool StandsOut(PdfLine line) => line.Size > usual * Larger || line.IsBold;

    private int LevelOf(PdfLine line)
        => line.Size > usual * 1.9 ? 1 : line.Size > usual * 1.35 ? 2 : 3;

    private static bool IsItem(PdfLine line) => ListMarks.Take(line.Text).IsItem;

    private static bool EndsSentence(string text) => text.TrimEnd('"', '”', ')', '’', '»')[^1..] is "." or "!" or "?" or ":" or ";";

    // The distance of most lines.
    private static double StepOf(IReadOnlyList<PdfLine> run)
    {
        var steps = run.Zip(run.Skip(1), (above, below) => above.Base - below.Base).Where(step => step > 1).Order().ToList();
        return steps.Count == 0 ? run[0].Size * 1.5 : Math.Min(steps[steps.Count / 3], run[0].Size * 2.2);
    }
}
