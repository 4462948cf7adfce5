using System.Collections.Frozen;

namespace DigitalTwin.Personas.Search.Words;

/// <summary>Finds out in which language a text is written.</summary>
internal static class Languages
{
    private static readonly FrozenDictionary<string, string[]> ByWord = StopWords.Languages
        .SelectMany(language => StopWords.Of(language).Select(word => (word, language)))
        .GroupBy(pair => pair.word, pair => pair.language, StringComparer.Ordinal)
        .ToFrozenDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>The language of two letters, of a BCP 47 tag.</summary>
    public static string Base(string tag) => tag.Split('-')[0].ToLowerInvariant();

    /// <summary>The language of a text: by its script, or by the small words that only that language has.</summary>
    /// <param name="text">The text.</param>
    /// <param name="otherwise">The answer where nothing speaks for another.</param>
    public static string Guess(string text, string otherwise)
    {
        if (OfScript(text) is { } known)
        {
            return known;
        }

        var votes = WordReader.Read(text).Select(word => ByWord.GetValueOrDefault(word) ?? [])
            .SelectMany(languages => languages.Select(language => (Language: language, Weight: 1.0 / languages.Length)))
            .GroupBy(vote => vote.Language, vote => vote.Weight, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(), StringComparer.Ordinal);
        var best = votes.OrderByDescending(vote => vote.Value).FirstOrDefault();
        return best.Key is not null && best.Value > (1.25 * votes.GetValueOrDefault(otherwise)) + 0.3 ? best.Key : otherwise;
    }

    private static string? OfScript(string text)
    {
        var letters = text.Where(char.IsLetter).ToList();
        bool IsMost(Func<char, bool> belongs) => 2 * letters.Count(belongs) > letters.Count;
        return letters.Count == 0 ? null
            : letters.Any(c => c is >= '\u3040' and <= '\u30FF') ? "ja"
            : IsMost(c => c is >= '\u4E00' and <= '\u9FFF') ? "zh"
            : IsMost(c => c is >= '\u0600' and <= '\u06FF') ? "ar"
            : null;
    }
}
