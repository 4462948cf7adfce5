using System.Globalization;
using System.Text;
using DigitalTwin.Hosting.Texts;

namespace DigitalTwin.Personas.Search.Words;

/// <summary>Cuts a text into its words.</summary>
internal static class WordReader
{
    /// <summary>The words in lower case and without diacritics; pairs of characters for scripts without spaces.</summary>
    public static IEnumerable<string> Read(string text)
    {
        var (word, endsInIdeograph) = (new StringBuilder(), false);
        foreach (var rune in Fold(text).EnumerateRunes())
        {
            if (IsIdeograph(rune))
            {
                if (word.Length > 0 && !endsInIdeograph)
                {
                    yield return Take(word);
                }

                // Chinese and Japanese have no spaces: overlapping pairs of characters stand for words.
                if (word.Length > 0)
                {
                    yield return word.ToString() + rune;
                    word.Clear();
                }

                word.Append(rune);
                endsInIdeograph = true;
            }
            else if (Rune.IsLetterOrDigit(rune) || (rune.Value == '#' && word.ToString() is "c" or "f"))
            {
                if (word.Length > 0 && endsInIdeograph)
                {
                    word.Clear();
                }

                word.Append(Rune.ToLowerInvariant(rune));
                endsInIdeograph = false;
            }
            else if (word.Length > 0)
            {
                yield return Take(word);
            }
        }

        if (word.Length > 0)
        {
            yield return Take(word);
        }
    }

    private static string Take(StringBuilder word)
    {
        var taken = word.ToString();
        word.Clear();
        return taken;
    }

    // "E-mail" is the word "email". Kana keep their marks: without them they are other syllables.
    private static string Fold(string text)
    {
        text = UnicodeText.WellFormed(text).Replace("e-mail", "email", StringComparison.OrdinalIgnoreCase)
            .Replace("won't", "wont", StringComparison.OrdinalIgnoreCase).Replace("ß", "ss", StringComparison.Ordinal);
        return Ascii.IsValid(text) ? text
            : string.Concat(text.Normalize(NormalizationForm.FormD).Where(c => !IsMark(c))).Normalize(NormalizationForm.FormC);
    }

    private static bool IsMark(char c)
        => c is not ('\u3099' or '\u309A') && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private static bool IsIdeograph(Rune rune)
        => rune.Value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0x20000 and <= 0x2FA1F);
}
