using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace DigitalTwin.Hosting;

/// <summary>Tells what a person sees of a text.</summary>
internal static class VisibleText
{
    // Letters and symbols by their category, and blank to the eye: fillers of Hangul, the empty braille pattern, musical blanks.
    private static readonly SearchValues<char> BlankLetters = SearchValues.Create("\u115F\u1160\u3164\uFFA0\u2800");

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
