using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using DigitalTwin.Documents.Formats;
using DigitalTwin.Documents.Formats.Pdf;
using DigitalTwin.Documents.Reading;
using DigitalTwin.Personas.Search.Words;

namespace DigitalTwin.LocalHost.Documents;

/// <summary>Reads pictures of pages with tesseract, where it is installed; pages of PDFs are painted by pdftoppm, where that is.</summary>
/// <remarks>https://tesseract-ocr.github.io/tessdoc/Command-Line-Usage.html, https://poppler.freedesktop.org</remarks>
internal sealed partial class TesseractPageReader(ILogger<TesseractPageReader> logger) : IPageReader
{
    // Half of the paper sizes that scanners know have 10 million dots at this density.
    private const int DotsPerInch = 300;

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    // https://github.com/tesseract-ocr/tessdata: names of three letters, as ISO 639-2 has them.
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["en"] = "eng", ["de"] = "deu", ["fr"] = "fra", ["es"] = "spa", ["it"] = "ita", ["pt"] = "por", ["nl"] = "nld", ["ar"] = "ara",
        ["zh"] = "chi_sim", ["ja"] = "jpn",
    };

    private readonly Lazy<Task<IReadOnlySet<string>>> installed = new(InstalledAsync);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Block>?> ReadAsync(PagePicture page, CancellationToken cancellationToken)
    {
        var known = await installed.Value;
        if (known.Count == 0)
        {
            return null;
        }

        var folder = Directory.CreateTempSubdirectory("twin-page-");
        try
        {
            var picture = await PictureAsync(page, folder.FullName, cancellationToken);
            return picture is null ? null : await RecognizeAsync(picture, page.Languages, known, cancellationToken);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // What was read in the likeliest languages shows which one it is; each has letters of its own.
    private async Task<IReadOnlyList<Block>?> RecognizeAsync(
        string picture, IReadOnlyList<string> likely, IReadOnlySet<string> known, CancellationToken cancellationToken)
    {
        var first = NamesOf(likely, known);
        var text = await RecognizeAsync(picture, first, cancellationToken);
        var own = text is null ? first : NamesOf([Languages.Guess(text, likely[0])], known);
        text = first.Split('+').Contains(own.Split('+')[0]) ? text : await RecognizeAsync(picture, own, cancellationToken);
        return text is null ? null : TextFormat.BlocksOf(text);
    }

    private async Task<string?> RecognizeAsync(string picture, string languages, CancellationToken cancellationToken)
    {
        var run = await RunAsync("tesseract", [picture, "stdout", "-l", languages, "--psm", "1"], cancellationToken);
        if (run is not (0, var text))
        {
            LogFailed(logger, run?.Code ?? -1);
            return null;
        }

        // A bar that stands alone in a text is the letter.
        return LoneBar().Replace(text.Replace('\f', '\n'), "I");
    }

    // Painted anew where that can be done; else the picture that the page is made of.
    private static async Task<string?> PictureAsync(PagePicture page, string folder, CancellationToken cancellationToken)
    {
        var source = Path.Combine(folder, "source");
        if (page.Format != FileFormat.Pdf)
        {
            await File.WriteAllBytesAsync(source, page.File, cancellationToken);
            return source;
        }

        await File.WriteAllBytesAsync(source, page.File, cancellationToken);
        var (number, target) = (page.Number.ToString(CultureInfo.InvariantCulture), Path.Combine(folder, "page"));
        string[] arguments = ["-r", $"{DotsPerInch}", "-gray", "-png", "-singlefile", "-f", number, "-l", number, source, target];
        if (await RunAsync("pdftoppm", arguments, cancellationToken) is (0, _) && File.Exists(target + ".png"))
        {
            return target + ".png";
        }

        if (PdfPicture.Of(page.File, page.Number) is not { } picture)
        {
            return null;
        }

        await File.WriteAllBytesAsync(target, picture.Bytes, cancellationToken);
        return target;
    }

    private static string NamesOf(IReadOnlyList<string> languages, IReadOnlySet<string> known)
    {
        var wanted = languages.Select(language => Names.GetValueOrDefault(language)).OfType<string>().Append("eng")
            .Where(known.Contains)
            .Distinct().ToList();
        return wanted.Count > 0 ? string.Join('+', wanted) : known.First(name => name != "osd");
    }

    private static async Task<IReadOnlySet<string>> InstalledAsync()
        => await RunAsync("tesseract", ["--list-langs"], CancellationToken.None) is (0, var list)
            ? list.Split('\n').Skip(1).Select(line => line.Trim()).Where(line => line.Length > 0).ToHashSet(StringComparer.Ordinal)
            : new HashSet<string>();

    // Without a shell: no name of a file is a command.
    private static async Task<(int Code, string Output)?> RunAsync(
        string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };

        // One thread: the machine has visitors, too.
        start.Environment["OMP_THREAD_LIMIT"] = "1";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Longest);
        try
        {
            using var process = Process.Start(start)!;
            try
            {
                var errors = process.StandardError.ReadToEndAsync(limit.Token);
                var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
                await errors;
                return (process.ExitCode, output);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancellationToken.ThrowIfCancellationRequested();
                return null;
            }
        }
        catch (Win32Exception)
        {
            // It is not installed.
            return null;
        }
    }

    [GeneratedRegex(@"(?<!\S)\|(?=\s)")]
    private static partial Regex LoneBar();

    [LoggerMessage(EventId = 8011, Level = LogLevel.Warning, Message = "tesseract could not read a page: it ended with {Code}")]
    private static partial void LogFailed(ILogger logger, int code);
}
