using System.Text;

namespace DigitalTwin.Guards;

/// <summary>
/// Removes what a reader does not see and a machine does: controls that turn the direction of text around, characters without width,
/// tags. Joiners stay, which Persian, Indic scripts and emoji are written with.
/// </summary>
/// <remarks>https://www.unicode.org/reports/tr9/, https://trojansource.codes, https://www.unicode.org/charts/PDF/UE0000.pdf</remarks>
internal static class InvisibleText
{
    private const int FirstTag = 0xE0000;
    private const int LastTag = 0xE0FFF;

    /// <summary>The text without them.</summary>
    public static string Strip(string text)
    {
        if (!text.Any(c => IsInvisible(c) || char.IsSurrogate(c)))
        {
            return text;
        }

        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is < FirstTag or > LastTag && !(rune.IsBmp && IsInvisible((char)rune.Value)))
            {
                kept.Append(rune.ToString());
            }
        }

        return kept.ToString();
    }

    private static bool IsInvisible(char c)
        => c is '\u00AD' or '\u034F' or '\u061C' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or '\u180E' or '\u200B' or '\u200E'
                or '\u200F' or '\u2800' or '\u3164' or '\uFEFF' or '\uFFA0'
            or (>= '\uFE00' and <= '\uFE0D') or (>= '\uFFF9' and <= '\uFFFB')
            or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069') or (< ' ' and not ('\t' or '\n' or '\r'));
}
