using System.Text;
using System.Text.RegularExpressions;

namespace DigitalTwin.Personas.Parsing;

/// <summary>The text of a persona file, in which lines are counted and parts are blanked out without moving the others.</summary>
internal static partial class PersonaFile
{
    /// <summary>Most bytes of a persona file, far more than anyone writes by hand.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>A PDF, as <see cref="KindOf"/> has it.</summary>
    public const string Pdf = "a PDF";

    /// <summary>A Word document, as <see cref="KindOf"/> has it.</summary>
    public const string Word = "a Word document or another archive";

    /// <summary>An RTF document, as <see cref="KindOf"/> has it.</summary>
    public const string Rtf = "an RTF document";

    // How other kinds of files begin: https://en.wikipedia.org/wiki/List_of_file_signatures
    private static readonly (byte[] Start, string Kind)[] Kinds =
    [
        ([.. "%PDF"u8], Pdf),
        ([.. "PK\x03\x04"u8], Word),
        ([0xD0, 0xCF, 0x11, 0xE0], "an old Word document"),
        ([.. "{\\rtf"u8], Rtf),
        ([0x89, .. "PNG"u8], "a picture"),
        ([0xFF, 0xD8, 0xFF], "a picture"),
    ];

    /// <summary>The text with <c>\n</c> between its lines.</summary>
    /// <exception cref="PersonaFormatException">The file is too large, empty, of another kind, or no text in UTF-8 or UTF-16.</exception>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        CheckLength(bytes.Length);
        if (KindOf(bytes) is { } kind)
        {
            throw Wrong(kind);
        }

        var text = DecodeText(bytes).TrimStart('\uFEFF').ReplaceLineEndings("\n");
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new PersonaFormatException("The file is empty.", 0);
        }

        return JsonStart().IsMatch(text) ? throw Wrong("JSON")
            : WebPageStart().IsMatch(text) ? throw Wrong("a web page")
            : text;
    }

    /// <summary>What a file is that is no text, by its first bytes, in words; <see langword="null"/> for all others.</summary>
    public static string? KindOf(ReadOnlySpan<byte> bytes)
    {
        foreach (var (start, kind) in Kinds)
        {
            if (bytes.StartsWith(start))
            {
                return kind;
            }
        }

        return null;
    }

    /// <exception cref="PersonaFormatException">The file is too large.</exception>
    public static void CheckLength(long bytes)
    {
        if (bytes > MaxBytes)
        {
            throw new PersonaFormatException($"The file has {bytes} bytes; at most {MaxBytes} are read.", 0);
        }
    }

    /// <summary>The line, from 1, of a position.</summary>
    public static int LineAt(string text, int position) => 1 + text.AsSpan(0, Math.Min(position, text.Length)).Count('\n');

    /// <summary>Where the line ends in which a position is: at its line feed, or with the text.</summary>
    public static int EndOfLine(string text, int position) => EndAt(text, "\n", position);

    /// <summary>Where the paragraph ends in which a position is: before a blank line, or with the text.</summary>
    public static int EndOfParagraph(string text, int position) => EndAt(text, "\n\n", position);

    private static int EndAt(string text, string mark, int position)
        => text.IndexOf(mark, Math.Min(position, text.Length), StringComparison.Ordinal) is var end && end < 0 ? text.Length : end;

    /// <summary>The text with spaces in the place of some of its parts; its lines and positions stay.</summary>
    public static string Blank(string text, IEnumerable<(int Start, int End)> parts)
    {
        var blanked = text.ToCharArray();
        foreach (var (start, end) in parts)
        {
            for (var i = Math.Max(0, start); i < Math.Min(end, blanked.Length); i++)
            {
                blanked[i] = blanked[i] == '\n' ? '\n' : ' ';
            }
        }

        return new string(blanked);
    }

    /// <summary>The text with spaces where elements of HTML ended within a line.</summary>
    public static string WithoutBreaks(string text) => Breaks().Replace(text, "").Replace('\v', ' ');

    private static PersonaFormatException Wrong(string kind)
        => new($"The file is {kind}, not Markdown or plain text. Make a persona of it: import FILE, or POST /api/owner/persona/import.", 1);

    private static string DecodeText(ReadOnlySpan<byte> bytes)
    {
        // Windows' editors offer it as "Unicode".
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return (bytes[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(bytes);
        }

        try
        {
            var text = StrictUtf8.GetString(bytes);
            var zero = text.IndexOf('\0', StringComparison.Ordinal);
            return zero < 0 ? text : throw new PersonaFormatException("The file is not text.", LineAt(text, zero));
        }
        catch (DecoderFallbackException error)
        {
            var line = 1 + bytes[..Math.Clamp(error.Index, 0, bytes.Length)].Count((byte)'\n');
            throw new PersonaFormatException("The file is not UTF-8 text: save it again as UTF-8.", line);
        }
    }

    [GeneratedRegex(@"\v+(?=[ \v]*(?:\n|\z))")]
    private static partial Regex Breaks();

    [GeneratedRegex(@"\A\s*(\{\s*""|\[\s*[\{""])")]
    private static partial Regex JsonStart();

    [GeneratedRegex(@"\A\s*<(!doctype\s+html|html[\s>])", RegexOptions.IgnoreCase)]
    private static partial Regex WebPageStart();
}
