using System.Globalization;

namespace DigitalTwin.Personas.Speech;

/// <summary>What the twin says of itself, in a language.</summary>
/// <param name="language">Of two letters; English where there are no phrases in it.</param>
internal sealed class Phrases(string language)
{
    private static readonly Dictionary<string, Dictionary<string, string>> All = Read();

    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["en"] = "English", ["de"] = "Deutsch", ["fr"] = "français", ["es"] = "español", ["it"] = "italiano", ["pt"] = "português",
        ["nl"] = "Nederlands", ["ar"] = "العربية", ["zh"] = "中文", ["ja"] = "日本語",
    };

    /// <summary>A phrase as it is.</summary>
    /// <param name="key">The name of its section.</param>
    public string this[string key] => All[key].GetValueOrDefault(language) ?? All[key]["en"];

    /// <summary>Whether a text is the phrase in any language.</summary>
    public static bool IsOne(string key, string text)
        => All[key].Values.Contains(text.Trim().TrimEnd('.', '!'), StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether there are phrases in the language.</summary>
    public static bool Has(string language) => All["lead"].ContainsKey(language);

    /// <summary>What a language calls itself.</summary>
    public static string NameOf(string language) => Names.GetValueOrDefault(language, language);

    /// <summary>A phrase with its places filled.</summary>
    /// <param name="key">The name of its section.</param>
    /// <param name="values">What the section says that they are.</param>
    public string Say(string key, params object[] values) => string.Format(CultureInfo.InvariantCulture, this[key], values);

    /// <summary>A question for a heading; the wordings are used in turn.</summary>
    /// <param name="heading">The heading.</param>
    /// <param name="turn">Which wording, from 0.</param>
    public string About(string heading, int turn)
    {
        var wordings = this["about"].Split(" | ");
        return string.Format(CultureInfo.InvariantCulture, wordings[turn % wordings.Length], heading);
    }

    private static Dictionary<string, Dictionary<string, string>> Read()
    {
        var phrases = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (var (name, lines) in PhraseFile.Read("phrases.txt"))
        {
            phrases[name] = lines.ToDictionary(line => line[..2], line => line[4..], StringComparer.Ordinal);
        }

        return phrases;
    }
}
