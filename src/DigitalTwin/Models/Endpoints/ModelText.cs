using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DigitalTwin.Models.Endpoints;

/// <summary>
/// Text as a model sent it, made fit for pages and storage: a character that was cut in two is put together, what belongs to
/// none is replaced, and control characters are left out.
/// </summary>
internal sealed class ModelText
{
    private static readonly SearchValues<char> Doubtful = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code)
            .Where(c => char.IsSurrogate(c) || (char.IsControl(c) && c is not ('\n' or '\t' or '\r')) || c is '\uFFFE' or '\uFFFF')]);

    private char? half;

    /// <summary>The text of a JSON string, which may hold half a character.</summary>
    public static string Of(JsonElement element)
    {
        try
        {
            return element.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // RFC 8259, 8.2: an escaped half of a character is allowed and means nothing by itself.
            return Unescape(element.GetRawText().AsSpan()[1..^1]);
        }
    }

    /// <summary>Takes a piece and returns what of it can be shown; the first half of a character waits for the second.</summary>
    public string Add(string piece)
    {
        if (piece.Length == 0 || (half is null && !piece.AsSpan().ContainsAny(Doubtful)))
        {
            return piece;
        }

        var whole = half + piece;
        half = char.IsHighSurrogate(whole[^1]) ? whole[^1] : null;
        return Clean(half is null ? whole : whole.AsSpan()[..^1]);
    }

    private static string Clean(ReadOnlySpan<char> text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!Rune.IsControl(rune) || rune.Value is '\n' or '\t' or '\r')
            {
                clean.Append(rune.Value is 0xFFFE or 0xFFFF ? Rune.ReplacementChar : rune);
            }
        }

        return clean.ToString();
    }

    private static string Unescape(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        while (raw.Length > 0)
        {
            if (raw[0] != '\\' || raw.Length < 2)
            {
                text.Append(raw[0]);
                raw = raw[1..];
                continue;
            }

            if (raw[1] == 'u' && raw.Length >= 6)
            {
                text.Append((char)ushort.Parse(raw[2..6], NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                raw = raw[6..];
                continue;
            }

            text.Append(raw[1] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', var other => other });
            raw = raw[2..];
        }

        return text.ToString();
    }
}
