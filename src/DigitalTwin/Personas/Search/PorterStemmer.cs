namespace DigitalTwin.Personas.Search;

/// <summary>
/// Reduces an English word to its stem, so that "writes", "writing" and "write" are the same ("written" is not).
/// </summary>
/// <remarks>M. F. Porter, "An algorithm for suffix stripping", Program 14(3), 1980. https://tartarus.org/martin/PorterStemmer/</remarks>
internal static class PorterStemmer
{
    private static readonly (string Suffix, string Stem)[] Step2 =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("abli", "able"),
        ("alli", "al"), ("entli", "ent"), ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"),
        ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"), ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"),
    ];

    private static readonly (string Suffix, string Stem)[] Step3 =
    [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ];

    private static readonly string[] Step4 =
    [
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "sion", "tion", "ou", "ism", "ate",
        "iti", "ous", "ive", "ize",
    ];

    /// <summary>The stem of a lower-case word; words of one or two letters stay as they are.</summary>
    public static string Stem(string word)
    {
        if (word.Length < 3 || !word.All(char.IsAsciiLetterLower))
        {
            return word;
        }

        word = Plurals(word);
        word = PastAndProgressive(word);
        word = word.EndsWith('y') && HasVowel(word, word.Length - 1) ? word[..^1] + "i" : word;
        word = ReplaceLongest(word, Step2);
        word = ReplaceLongest(word, Step3);
        word = DropSuffix(word);
        return Tidy(word);
    }

    private static bool EndsIn(string word, params ReadOnlySpan<string> endings)
    {
        foreach (var ending in endings)
        {
            if (word.EndsWith(ending, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static string Plurals(string word) => word switch
    {
        _ when EndsIn(word, "sses", "ies") => word[..^2],
        _ when EndsIn(word, "ss") => word,
        _ when word.EndsWith('s') => word[..^1],
        _ => word,
    };

    private static string PastAndProgressive(string word)
    {
        if (word.EndsWith("eed", StringComparison.Ordinal))
        {
            return Measure(word, word.Length - 3) > 0 ? word[..^1] : word;
        }

        var cut = EndsIn(word, "ed") ? 2 : EndsIn(word, "ing") ? 3 : 0;
        if (cut == 0 || !HasVowel(word, word.Length - cut))
        {
            return word;
        }

        word = word[..^cut];
        if (EndsIn(word, "at", "bl", "iz"))
        {
            return word + "e";
        }

        if (EndsInDoubleConsonant(word) && word[^1] is not ('l' or 's' or 'z'))
        {
            return word[..^1];
        }

        return Measure(word, word.Length) == 1 && EndsInShortSyllable(word, word.Length) ? word + "e" : word;
    }

    private static string ReplaceLongest(string word, (string Suffix, string Stem)[] rules)
    {
        foreach (var (suffix, stem) in rules)
        {
            if (word.EndsWith(suffix, StringComparison.Ordinal))
            {
                var length = word.Length - suffix.Length;
                return Measure(word, length) > 0 ? word[..length] + stem : word;
            }
        }

        return word;
    }

    private static string DropSuffix(string word)
    {
        var suffix = Step4.Where(ending => word.EndsWith(ending, StringComparison.Ordinal)).MaxBy(ending => ending.Length);
        if (suffix is null)
        {
            return word;
        }

        // Of "sion" and "tion" only "ion" goes.
        var length = word.Length - (suffix is "sion" or "tion" ? 3 : suffix.Length);
        return Measure(word, length) > 1 ? word[..length] : word;
    }

    private static string Tidy(string word)
    {
        if (word.EndsWith('e'))
        {
            var measure = Measure(word, word.Length - 1);
            word = measure > 1 || (measure == 1 && !EndsInShortSyllable(word, word.Length - 1)) ? word[..^1] : word;
        }

        return word.EndsWith("ll", StringComparison.Ordinal) && Measure(word, word.Length) > 1 ? word[..^1] : word;
    }

    private static bool IsConsonant(string word, int i)
        => word[i] is not ('a' or 'e' or 'i' or 'o' or 'u') && (word[i] != 'y' || i == 0 || !IsConsonant(word, i - 1));

    private static bool HasVowel(string word, int length) => Enumerable.Range(0, length).Any(i => !IsConsonant(word, i));

    private static bool EndsInDoubleConsonant(string word) => word.Length > 1 && word[^1] == word[^2] && IsConsonant(word, word.Length - 1);

    private static bool EndsInShortSyllable(string word, int length)
        => length > 2 && IsConsonant(word, length - 1) && !IsConsonant(word, length - 2) && IsConsonant(word, length - 3)
            && word[length - 1] is not ('w' or 'x' or 'y');

    /// <summary>Porter's m: how often a vowel is followed by a consonant within the first letters.</summary>
    private static int Measure(string word, int length)
    {
        var count = 0;
        for (var i = 1; i < length; i++)
        {
            if (IsConsonant(word, i) && !IsConsonant(word, i - 1))
            {
                count++;
            }
        }

        return count;
    }
}
