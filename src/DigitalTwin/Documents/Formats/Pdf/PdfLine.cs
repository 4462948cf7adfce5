using System.Text;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;

namespace DigitalTwin.Documents.Formats.Pdf;

/// <summary>Words that stand close together on a line, as they are painted.</summary>
/// <param name="Text">Their text.</param>
/// <param name="Left">Where they begin, in points.</param>
/// <param name="Right">Where they end.</param>
/// <param name="Base">Their base line, from the page's lower edge.</param>
/// <param name="Size">The size of their letters.</param>
internal sealed record PdfPiece(string Text, double Left, double Right, double Base, double Size)
{
    /// <summary>Whether they are bold.</summary>
    public bool IsBold { get; init; }

    /// <summary>How wide the first word is.</summary>
    public double FirstWord { get; init; }
}

/// <summary>A line of a page, with its pieces from left to right.</summary>
internal sealed record PdfLine(IReadOnlyList<PdfPiece> Pieces)
{
    public double Base => Pieces[0].Base;

    public double Size => Pieces.Max(piece => piece.Size);

    public double Left => Pieces[0].Left;

    public double Right => Pieces[^1].Right;

    public string Text => string.Join(' ', Pieces.Select(piece => piece.Text));

    public bool IsBold => Pieces.All(piece => piece.IsBold);
}

/// <summary>Puts the letters of a page together to lines.</summary>
internal static class PdfLineReader
{
    // A gap as wide as a letter is high stands between columns or cells; those between words are less than a third of it.
    private const double Gap = 1.0;
    private const double SameLine = 0.35;

    // Ligatures that fonts have as one letter, which nobody types: https://www.unicode.org/charts/PDF/UFB00.pdf
    private const char FirstLigature = '\uFB00';
    private const char LastLigature = '\uFB06';

    /// <summary>The lines from the top to the bottom.</summary>
    public static IReadOnlyList<PdfLine> Read(IEnumerable<PdfWord> words)
    {
        var lines = new List<List<PdfWord>>();
        foreach (var word in WithoutNoteMarks([.. words]).OrderByDescending(word => word.Base).ThenBy(word => word.Left))
        {
            // The last ones only: lines are met from the top to the bottom.
            var line = lines.Skip(Math.Max(0, lines.Count - 3)).FirstOrDefault(each
                => Math.Abs(each[0].Base - word.Base) < SameLine * Math.Min(each[0].Size, word.Size));
            if (line is null)
            {
                lines.Add([word]);
            }
            else
            {
                line.Add(word);
            }
        }

        var usual = UsualOf(lines.SelectMany(line => line));
        return [.. lines.Select(line => WithoutNoteNumber(new PdfLine([.. PiecesOf([.. line.OrderBy(word => word.Left)])]), usual))];
    }

    /// <summary>The text as it is written: no ligatures, no soft hyphens within it.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c is >= FirstLigature and <= LastLigature ? clean.Append(c.ToString().Normalize(NormalizationForm.FormKC))
                : c == '\u00A0' ? clean.Append(' ')
                : char.IsControl(c) || c == '\u00AD' ? clean
                : clean.Append(c);
        }

        return clean.ToString();
    }

    private static double UsualOf(IEnumerable<PdfWord> words)
    {
        List<double> sizes = [.. words.Select(word => word.Size).Order()];
        return sizes.Count == 0 ? 0 : sizes[sizes.Count / 2];
    }

    // A footnote begins with its number, set apart from it.
    private static PdfLine WithoutNoteNumber(PdfLine line, double usual)
        => line.Pieces is [{ Text.Length: <= 2 } number, _, ..] && line.Size < 0.9 * usual && number.Text.All(char.IsAsciiDigit)
            ? new PdfLine([.. line.Pieces.Skip(1)])
            : line;

    // The numbers of footnotes: small, raised, and beside a word.
    private static IEnumerable<PdfWord> WithoutNoteMarks(List<PdfWord> words)
    {
        var usual = UsualOf(words);
        bool IsMark(PdfWord word)
            => word.Size < 0.9 * usual && word.Text.Length <= 3 && word.Text.All(c => char.IsAsciiDigit(c) || c is '*' or '†' or '‡')
            && words.Exists(other => other.Size > 1.1 * word.Size
                && word.Base - other.Base > 0.1 * other.Size && word.Base - other.Base < 0.7 * other.Size
                && (Math.Abs(word.Left - other.Right) < 0.6 * other.Size || Math.Abs(other.Left - word.Right) < 2 * other.Size));
        return words.Where(word => !IsMark(word));
    }

    private static IEnumerable<PdfPiece> PiecesOf(List<PdfWord> words)
    {
        for (var start = 0; start < words.Count;)
        {
            var end = start + 1;
            while (end < words.Count && words[end].Left - words[end - 1].Right < Gap * Math.Max(words[end].Size, words[end - 1].Size))
            {
                end++;
            }

            var piece = words[start..end];
            yield return new PdfPiece(
                Join(piece), piece[0].Left, piece.Max(word => word.Right), piece[0].Base, piece.Max(word => word.Size))
            {
                IsBold = piece.All(word => word.IsBold),
                FirstWord = piece[0].Right - piece[0].Left,
            };
            start = end;
        }
    }

    // Marks above and below the line, and words whose letters come from several fonts, follow without a space.
    private static string Join(List<PdfWord> words)
    {
        var text = new StringBuilder(words[0].Text);
        foreach (var (last, next) in words.Zip(words.Skip(1)))
        {
            // A hyphen is set apart where a line is stretched.
            var isClose = next.Left - last.Right < (next.Text is "-" or "‐" ? 0.5 : 0.08) * next.Size;
            text.Append(isClose ? "" : " ").Append(next.Text);
        }

        return text.ToString();
    }
}

/// <summary>A word of a page, upright.</summary>
internal readonly record struct PdfWord(string Text, double Left, double Right, double Base, double Size, bool IsBold)
{
    /// <param name="word">The word as it is painted.</param>
    /// <param name="meant">What single letters stand for, where the file says so.</param>
    public static PdfWord Of(Word word, IReadOnlyDictionary<PdfPoint, string> meant)
    {
        var (letters, box) = (word.Letters, word.BoundingBox);
        var size = letters.Max(letter => letter.PointSize);
        var isBold = letters[0].FontName is { } font
            && (font.Contains("Bold", StringComparison.OrdinalIgnoreCase) || font.Contains("Black", StringComparison.OrdinalIgnoreCase));
        var text = PdfLineReader.Clean(string.Concat(letters.Select(each => meant.GetValueOrDefault(each.StartBaseLine, each.Value))));

        // Text that is painted sideways is read with the page turned; the base line runs along its own direction.
        return word.TextOrientation switch
        {
            TextOrientation.Rotate90
                => new(text, -letters[0].StartBaseLine.Y, -letters[^1].EndBaseLine.Y, letters[0].StartBaseLine.X, size, isBold),
            TextOrientation.Rotate270
                => new(text, letters[0].StartBaseLine.Y, letters[^1].EndBaseLine.Y, -letters[0].StartBaseLine.X, size, isBold),
            TextOrientation.Rotate180
                => new(text, -letters[0].StartBaseLine.X, -letters[^1].EndBaseLine.X, -letters[0].StartBaseLine.Y, size, isBold),
            _ => new(text, box.Left, box.Right, letters[0].StartBaseLine.Y, size, isBold),
        };
    }
}
