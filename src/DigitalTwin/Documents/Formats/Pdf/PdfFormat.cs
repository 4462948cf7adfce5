using DigitalTwin.Documents.Reading;
using DigitalTwin.Hosting;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Exceptions;

namespace DigitalTwin.Documents.Formats.Pdf;

/// <summary>PDFs. A page that has a picture and hardly any text is a scan.</summary>
internal static class PdfFormat
{
    private const int FewestLetters = 25;
    private const string SoftHyphen = "\u00AD";

    public static DocumentText Read(byte[] file, CancellationToken cancellationToken)
    {
        using var document = Open(file);
        ReadingLimits.CheckPages(document.NumberOfPages);
        List<(List<PdfWord> Words, bool IsPicture)> pages = [];
        for (var number = 1; number <= document.NumberOfPages; number++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = document.GetPage(number);
            var words = WordsOf(page);
            pages.Add((words, words.Sum(word => word.Text.Length) < FewestLetters && page.GetImages().Any()));
        }

        var lines = RunningLines.Remove([.. pages.Select(page => PdfLineReader.Read(page.Words))]);
        var sizes = lines.SelectMany(page => page).SelectMany(line => Enumerable.Repeat(line.Size, line.Text.Length)).Order().ToList();
        var blocks = new PdfBlocks(
            sizes.Count == 0 ? 1 : sizes[sizes.Count / 2], new HyphenJoiner([.. lines.SelectMany(page => page.Select(line => line.Text))]));
        var title = document.Information.Title is { Length: > 0 } given && !given.Contains("://", StringComparison.Ordinal) ? given.Trim()
            : null;
        return new DocumentText(title, [.. lines.Zip(pages, (own, page) => (own, page.IsPicture))
            .Select((page, index) => new PageText(index + 1, page.IsPicture ? [] : [.. PdfColumns.Read(page.own).SelectMany(blocks.Of)])
            {
                IsPicture = page.IsPicture,
            })]);
    }

    /// <summary>Opens a PDF.</summary>
    /// <exception cref="DocumentException">It is locked with a password.</exception>
    public static PdfDocument Open(byte[] file)
    {
        try
        {
            return PdfDocument.Open(file, new ParsingOptions { UseLenientParsing = true });
        }
        catch (PdfDocumentEncryptedException)
        {
            throw new DocumentException(Problems.DocumentLocked);
        }
    }

    // A space within them stands where the next letter does.
    // Ligatures of a font's own have no code that says what they are; the file may say it beside them.
    private static Dictionary<PdfPoint, string> MeantIn(IEnumerable<MarkedContentElement> contents)
    {
        var meant = new Dictionary<PdfPoint, string>();
        var open = new Stack<MarkedContentElement>(contents);
        while (open.TryPop(out var element))
        {
            foreach (var (index, letter) in (
                element.ActualText is null or SoftHyphen ? [] : element.Letters.Where(letter => letter.Value.Trim().Length > 0)).Index())
            {
                meant[letter.StartBaseLine] = index == 0 ? element.ActualText! : "";
            }

            element.Children.ToList().ForEach(open.Push);
        }

        return meant;
    }

    // What is not painted is what a program recognized in a scan; it counts only where nothing else is there.
    private static List<PdfWord> WordsOf(Page page)
    {
        var words = page.GetWords().Where(word => word.Text.Trim().Length > 0).ToList();
        var painted = words.Where(word => word.Letters[0].RenderingMode != TextRenderingMode.Neither).ToList();
        var meant = MeantIn(page.GetMarkedContents());
        return [.. (painted.Count > 0 ? painted : words).Select(word => PdfWord.Of(word, meant))];
    }
}
