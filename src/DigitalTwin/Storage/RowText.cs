using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace DigitalTwin.Storage;

/// <summary>
/// Reversible escapes that let any UTF-16 text pass through stores that accept less: keys without <c>/ \ # ?</c> and
/// control characters, values as well-formed Unicode.
/// </summary>
/// <remarks>
/// An escaped character is the marker and four hex digits. All adapters use these escapes, so keys sort alike in all of
/// them: by the ordinal order of the escaped form, but for characters beyond the basic plane, which sort last in some.
/// </remarks>
public static class RowText
{
    private const char KeyMarker = '~';

    // A private-use character: it is in hardly any text, so hardly any text grows.
    private const char ValueMarker = '\uE01B';

    // Surrogates are among them: whether one must be escaped depends on its neighbour.
    private static readonly SearchValues<char> SuspectInKey = Suspect(MustEscapeInKey);
    private static readonly SearchValues<char> SuspectInValue = Suspect(MustEscapeInValue);

    /// <summary>Escapes a key.</summary>
    public static string EscapeKey(string key) => Escape(key, SuspectInKey, KeyMarker, MustEscapeInKey);

    /// <summary>Reverses <see cref="EscapeKey"/>.</summary>
    [return: NotNullIfNotNull(nameof(key))]
    public static string? UnescapeKey(string? key) => Unescape(key, KeyMarker);

    /// <summary>Escapes a value; text that needs no escape is returned unchanged.</summary>
    public static string EscapeValue(string value) => Escape(value, SuspectInValue, ValueMarker, MustEscapeInValue);

    /// <summary>Reverses <see cref="EscapeValue"/>.</summary>
    [return: NotNullIfNotNull(nameof(value))]
    public static string? UnescapeValue(string? value) => Unescape(value, ValueMarker);

    // '%' is legal in Table storage but mangled by some of its clients; the quote ends an OData literal.
    private static bool MustEscapeInKey(char c)
        => c is '/' or '\\' or '#' or '?' or '%' or '\'' or KeyMarker || char.IsControl(c) || c >= '\uFFFE';

    private static bool MustEscapeInValue(char c)
        => c is ValueMarker || (char.IsControl(c) && c is not ('\t' or '\n' or '\r')) || c >= '\uFFFE';

    private static SearchValues<char> Suspect(Func<char, bool> mustEscape)
    {
        var all = Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code);
        return SearchValues.Create([.. all.Where(c => char.IsSurrogate(c) || mustEscape(c))]);
    }

    private static string Escape(string text, SearchValues<char> suspect, char marker, Func<char, bool> mustEscape)
    {
        ArgumentNullException.ThrowIfNull(text);
        var first = text.AsSpan().IndexOfAny(suspect);
        if (first < 0)
        {
            return text;
        }

        StringBuilder? escaped = null;
        for (var i = first; i < text.Length; i++)
        {
            var c = text[i];
            var pair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
            if (pair)
            {
                escaped?.Append(c).Append(text[i + 1]);
                i++;
            }
            else if (char.IsSurrogate(c) || mustEscape(c))
            {
                escaped ??= new StringBuilder(text, 0, i, text.Length + 16);
                escaped.Append(marker).Append(((int)c).ToString("X4", CultureInfo.InvariantCulture));
            }
            else
            {
                escaped?.Append(c);
            }
        }

        return escaped?.ToString() ?? text;
    }

    private static string? Unescape(string? text, char marker)
    {
        if (text is null || !text.Contains(marker, StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == marker && i + 4 < text.Length
                && ushort.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                i += 4;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }
}
