using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace DigitalTwin.Personas.Search;

/// <summary>
/// Turns text into the terms for ranking: lower case, no diacritics, no stop words, English stems, and pairs of
/// characters for scripts without spaces.
/// </summary>
/// <param name="language">The language the persona is written in, as a BCP 47 tag.</param>
internal sealed class TextAnalyzer(string language)
{
    private readonly FrozenSet<string> stopWords = StopWords.For(language);
    private readonly bool isEnglish = language.StartsWith("en", StringComparison.OrdinalIgnoreCase);

    /// <summary>The terms of a text in order, repeated where the text repeats them.</summary>
    public IEnumerable<string> Terms(string text)
        => Words(text)
            .Where(word => !stopWords.Contains(word) && !IsDigit(word))
            .Select(Fold)
            .Select(word => isEnglish ? PorterStemmer.Stem(word) : word);

    // "No. 2" and "2 + 2" have nothing in common.
    private static bool IsDigit(string word) => word.Length == 1 && char.IsAsciiDigit(word[0]);

    /// <summary>The words of a text in lower case, stop words and diacritics included.</summary>
    public static IEnumerable<string> Words(string text)
    {
        var (word, endsInIdeograph) = (new StringBuilder(), false);
        foreach (var rune in UnicodeText.WellFormed(text).Normalize(NormalizationForm.FormC).EnumerateRunes())
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
            else if (Rune.IsLetterOrDigit(rune))
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

    private static string Fold(string word)
    {
        if (Ascii.IsValid(word))
        {
            return word;
        }

        return string.Concat(word.Normalize(NormalizationForm.FormD).Where(c => !IsMark(c)));
    }

    private static bool IsMark(char c) => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark;

    private static bool IsIdeograph(Rune rune)
        => rune.Value is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0x20000 and <= 0x2FA1F);
}
