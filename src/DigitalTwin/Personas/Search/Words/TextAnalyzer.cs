using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace DigitalTwin.Personas.Search.Words;

/// <summary>Turns text into the terms for ranking: stems without stop words, phrases of the topics, and what the text names.</summary>
internal sealed class TextAnalyzer
{
    private const int MostStems = 20_000;

    private static readonly ConcurrentDictionary<string, TextAnalyzer> Known = new(StringComparer.Ordinal);

    private readonly FrozenSet<string> stopWords;
    private readonly FrozenSet<string> lightWords;
    private readonly FrozenSet<string> lightStems;

    // A language has few words that are used often; what is read of a large catalogue is mostly those.
    private readonly ConcurrentDictionary<string, string> stems = new(StringComparer.Ordinal);

    private TextAnalyzer(string language)
    {
        (Language, Topics) = (language, Topics.Of(language));
        (stopWords, lightWords) = (StopWords.Of(language), LightWords.Of(language));
        lightStems = lightWords.Select(Stem).ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The language of two letters.</summary>
    public string Language { get; }

    /// <summary>The topics of the language.</summary>
    public Topics Topics { get; }

    /// <summary>The one for a language, of which there are few: its lists are read once.</summary>
    /// <param name="tag">The language as a BCP 47 tag.</param>
    public static TextAnalyzer For(string tag) => Known.GetOrAdd(Languages.Base(tag), language => new TextAnalyzer(language));

    /// <summary>The stems of a text in order, repeated where the text repeats them.</summary>
    public IEnumerable<string> Terms(string text) => WordReader.Read(text).Where(IsTerm).Select(Stem);

    /// <summary>Whether a word has a subject: stop words, single letters and digits have none.</summary>
    public bool IsTerm(string word) => !stopWords.Contains(word) && (word.Length > 1 || !char.IsAscii(word[0]));

    /// <summary>Whether a word carries nothing or little.</summary>
    public bool IsSmall(string word) => !IsTerm(word) || IsLight(Stem(word));

    /// <summary>Whether a term is part of many questions, and the subject of few.</summary>
    public bool IsLight(string term) => lightStems.Contains(term);

    /// <summary>Whether a word is a stop word or a light one with a letter too many, too few, or two swapped.</summary>
    public bool IsNearLight(string word) => NearWords.IsSlip(word, stopWords) || NearWords.IsSlip(word, lightWords);

    /// <summary>The stem of a word.</summary>
    public string Stem(string word)
    {
        if (stems.TryGetValue(word, out var known))
        {
            return known;
        }

        var stem = Stemmer.Stem(word, Language);
        if (stems.Count < MostStems)
        {
            stems.TryAdd(word, stem);
        }

        return stem;
    }

    /// <summary>All by which a text can be found: its terms, and the phrases and features in it.</summary>
    public IEnumerable<string> IndexTerms(string text)
    {
        List<string> words = [.. WordReader.Read(text)];
        List<string> stems = [.. words.Select(Stem)];
        for (var i = 0; i < words.Count; i++)
        {
            if (IsTerm(words[i]))
            {
                yield return stems[i];
            }

            if (Topics.PhraseAt(stems, i) is > 0 and var length)
            {
                yield return string.Join(' ', stems.Skip(i).Take(length));
            }
        }

        foreach (var feature in TextFeatures.Of(text))
        {
            yield return feature;
        }
    }
}
