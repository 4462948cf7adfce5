using Lucene.Net.Tartarus.Snowball;
using Lucene.Net.Tartarus.Snowball.Ext;

namespace DigitalTwin.Personas.Search.Words;

/// <summary>Reduces the words of a language to stems, so that its forms are the same; a word of another language stays as it is.</summary>
/// <remarks>Snowball's stemmers (https://snowballstem.org), as Lucene has them. Irregular English verbs are looked up before.</remarks>
internal static class Stemmer
{
    private static readonly Dictionary<string, Func<SnowballProgram>> Programs = new(StringComparer.Ordinal)
    {
        ["en"] = () => new EnglishStemmer(),
        ["de"] = () => new GermanStemmer(),
        ["es"] = () => new SpanishStemmer(),
        ["fr"] = () => new FrenchStemmer(),
        ["it"] = () => new ItalianStemmer(),
        ["nl"] = () => new DutchStemmer(),
        ["pt"] = () => new PortugueseStemmer(),
    };

    /// <summary>The stem of a word.</summary>
    /// <param name="word">In lower case and without diacritics.</param>
    /// <param name="language">A language of two letters.</param>
    public static string Stem(string word, string language)
    {
        if (word.Length < 3 || !word.All(char.IsAsciiLetterLower) || !Programs.TryGetValue(language, out var make))
        {
            return word;
        }

        // A program keeps the word that it works on.
        var program = make();
        program.SetCurrent(language == "en" ? IrregularVerbs.BaseOf(word) : word);
        program.Stem();
        return program.Current;
    }
}
