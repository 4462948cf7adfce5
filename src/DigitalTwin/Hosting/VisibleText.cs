using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace DigitalTwin.Hosting;

/// <summary>Tells what a person sees of a text, and takes out what only a machine does.</summary>
internal static class VisibleText
{
    // Letters and symbols by their category, and blank to the eye: fillers of Hangul, the empty braille pattern, musical blanks.
    private static readonly SearchValues<char> BlankLetters = SearchValues.Create("\u115F\u1160\u3164\uFFA0\u2800");

    private const int FirstTag = 0xE0000;
    private const int LastTag = 0xE0FFF;

    /// <summary>
    /// The text without what a reader does not see and a machine does: controls that turn the direction of text around, characters without
    /// width, blank letters, tags. Joiners stay, which Persian, Indic scripts and emoji are written with.
    /// </summary>
    /// <remarks>https://www.unicode.org/reports/tr9/, https://trojansource.codes, https://www.unicode.org/charts/PDF/UE0000.pdf</remarks>
    public static string Strip(string text)
    {
        if (!text.Any(c => IsHidden(c) || char.IsSurrogate(c)))
        {
            return text;
        }

        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is < FirstTag or > LastTag && !(rune.IsBmp && IsHidden((char)rune.Value)))
            {
                kept.Append(rune.ToString());
            }
        }

        return kept.ToString();
    }

    private static bool IsHidden(char c)
        => BlankLetters.Contains(c)
            || c is '\u00AD' or '\u034F' or '\u061C' or '\u17B4' or '\u17B5' or '\u180E' or '\u200B' or '\u200E' or '\u200F' or '\uFEFF'
                or (>= '\uFE00' and <= '\uFE0D') or (>= '\uFFF9' and <= '\uFFFB')
                or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2069') or (< ' ' and not ('\t' or '\n' or '\r'));

    /// <summary>
    /// Whether a person sees nothing of the text: it has no character but spaces, controls, what only forms others, marks without a letter
    /// to stand on, and letters that are blank.
    /// </summary>
    /// <remarks>https://www.unicode.org/reports/tr44/#General_Category_Values</remarks>
    public static bool IsBlank([NotNullWhen(false)] string? text)
    {
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (IsVisible(rune))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark => false,
        UnicodeCategory.OtherLetter or UnicodeCategory.OtherSymbol
            => !(rune.IsBmp && BlankLetters.Contains((char)rune.Value)) && rune.Value is not (0x1D159 or 0x1D173),
        _ => true,
    };
}
