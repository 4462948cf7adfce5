using System.Text;
using DigitalTwin.Documents.Formats.Pdf;
using DigitalTwin.Documents.Reading;
using DigitalTwin.Hosting;

namespace DigitalTwin.Documents.Formats;

/// <summary>A kind of file that can be read.</summary>
/// <param name="Kind">Its name, as the API has it.</param>
/// <param name="MediaType">The media type under which the file is served.</param>
/// <param name="Read">Reads its text; throws exceptions of many kinds where it is broken.</param>
internal sealed record FileFormat(string Kind, string MediaType, Func<byte[], CancellationToken, DocumentText> Read)
{
    private const string OfficeTypes = "application/vnd.openxmlformats-officedocument.";

    public static readonly FileFormat Pdf = new("pdf", "application/pdf", PdfFormat.Read);
    public static readonly FileFormat Word = new("docx", OfficeTypes + "wordprocessingml.document", WordFormat.Read);
    public static readonly FileFormat Slides = new("pptx", OfficeTypes + "presentationml.presentation", SlidesFormat.Read);
    public static readonly FileFormat Sheets = new("xlsx", OfficeTypes + "spreadsheetml.sheet", SheetFormat.Read);
    public static readonly FileFormat Csv = new("csv", "text/csv", SheetFormat.ReadCsv);
    public static readonly FileFormat Html = new("html", "text/html", HtmlFormat.Read);
    public static readonly FileFormat Markdown = new("markdown", "text/markdown", HtmlFormat.ReadMarkdown);
    public static readonly FileFormat Text = new("text", "text/plain", TextFormat.Read);
    public static readonly FileFormat Png = new("png", "image/png", Picture);
    public static readonly FileFormat Jpeg = new("jpeg", "image/jpeg", Picture);

    private static readonly FileFormat[] All = [Pdf, Word, Slides, Sheets, Csv, Html, Markdown, Text, Png, Jpeg];

    // How files begin: https://en.wikipedia.org/wiki/List_of_file_signatures
    private static readonly (byte[] Start, string What)[] Refused =
    [
        ([0xD0, 0xCF, 0x11, 0xE0], "It is of an old Office format, or locked with a password: save it as .docx, .pptx or .xlsx."),
        ([.. "{\\rtf"u8], "RTF is not read: save it as .docx."),
        ([.. "GIF8"u8], "GIF is not read: save it as PNG or JPEG."),
        ([.. "RIFF"u8], "It is no PNG or JPEG."),
        ([0x1F, 0x8B], "It is compressed: unpack it first."),
    ];

    /// <summary>The format of this name.</summary>
    public static FileFormat Of(string kind) => All.First(format => format.Kind == kind);

    /// <summary>Finds out what a file is, by its bytes; by its name only where those leave it open.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">What it is called, or empty.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="DocumentException">It is of none of the formats.</exception>
    public static FileFormat Sniff(byte[] file, string name, CancellationToken cancellationToken)
    {
        if (file.Length == 0)
        {
            throw new DocumentException(Problems.DocumentUnreadable, "The file is empty.");
        }

        if (Refused.FirstOrDefault(each => file.AsSpan().StartsWith(each.Start)).What is { } why)
        {
            throw new DocumentException(Problems.DocumentKindUnknown, why);
        }

        var head = file.AsSpan(0, Math.Min(1024, file.Length));
        return head.IndexOf("%PDF-"u8) >= 0 ? Pdf
            : head.StartsWith("PK\x03\x04"u8) ? OfArchive(Archive.Check(file, cancellationToken))
            : head.StartsWith<byte>([0x89, 0x50, 0x4E, 0x47]) ? Png
            : head.StartsWith<byte>([0xFF, 0xD8, 0xFF]) ? Jpeg
            : OfText(PlainText.Decode(file), name);
    }

    private static FileFormat OfArchive(IReadOnlyList<string> parts)
        => parts.Contains("word/document.xml") ? Word
            : parts.Contains("ppt/presentation.xml") ? Slides
            : parts.Contains("xl/workbook.xml") ? Sheets
            : throw new DocumentException(Problems.DocumentKindUnknown, "It is an archive, and no Word, PowerPoint or Excel file.");

    private static FileFormat OfText(string text, string name)
    {
        var start = text.AsSpan().TrimStart();
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase) ? Html
            : Path.GetExtension(name).ToLowerInvariant() switch
            {
                ".html" or ".htm" => Html,
                ".csv" or ".tsv" => Csv,
                ".md" or ".markdown" => Markdown,
                ".txt" => Text,
                _ => text.Split('\n').Any(line => line.StartsWith("# ", StringComparison.Ordinal)
                    || line.StartsWith("## ", StringComparison.Ordinal)) ? Markdown : Text,
            };
    }

    private static DocumentText Picture(byte[] file, CancellationToken cancellationToken)
        => new(null, [new PageText(1, []) { IsPicture = true }]);
}

/// <summary>Decodes files of text.</summary>
internal static class PlainText
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text with <c>\n</c> between its lines: UTF-8, UTF-16 with its mark, else Windows' Latin-1.</summary>
    /// <exception cref="DocumentException">It is no text.</exception>
    public static string Decode(byte[] file)
    {
        if (file is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return Cleaned((file[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(file));
        }

        if (file.AsSpan(0, Math.Min(8192, file.Length)).Contains((byte)0))
        {
            throw new DocumentException(
                Problems.DocumentKindUnknown, "PDF, Word, PowerPoint, Excel, CSV, HTML, Markdown, text, PNG and JPEG are read.");
        }

        try
        {
            return Cleaned(StrictUtf8.GetString(file));
        }
        catch (DecoderFallbackException)
        {
            return Cleaned(Encoding.Latin1.GetString(file));
        }
    }

    private static string Cleaned(string text) => text.TrimStart('\uFEFF').ReplaceLineEndings("\n");
}
