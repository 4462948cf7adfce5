using DigitalTwin.Personas.Search.Words;

namespace DigitalTwin.Personas.Importing;

/// <summary>Tells in which of the languages that the product knows a text is written, by its small words.</summary>
internal static class CvLanguage
{
    // Without diacritics, as words are read.
    private static readonly Dictionary<string, string[]> Words = new(StringComparer.Ordinal)
    {
        ["en"] = ["the", "and", "of", "in", "for", "with", "to", "at", "on"],
        ["de"] = ["der", "die", "und", "von", "im", "mit", "fur", "das", "bei", "seit", "zur"],
        ["fr"] = ["le", "la", "les", "des", "et", "du", "en", "pour", "avec", "une", "chez", "aux"],
        ["es"] = ["el", "los", "las", "y", "del", "en", "para", "con", "una", "desde", "por"],
    };

    public static string Of(string text)
    {
        var counts = WordReader.Read(text).CountBy(word => word).ToDictionary(StringComparer.Ordinal);
        return Words.MaxBy(language => language.Value.Sum(word => counts.GetValueOrDefault(word))).Key;
    }
}
