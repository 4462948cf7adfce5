using System.Collections.Frozen;

namespace DigitalTwin.Personas.Search.Words;

/// <summary>Words that carry little of a question: it may be answered without them. They stand in <c>light-words.txt</c>.</summary>
internal static class LightWords
{
    private static readonly Dictionary<string, string> Lists = WordFile.Lines("light-words")
        .ToDictionary(line => line[..2], line => line[3..], StringComparer.Ordinal);

    /// <summary>The words of a language of two letters.</summary>
    public static FrozenSet<string> Of(string language)
        => WordReader.Read(Lists.GetValueOrDefault(language, "")).ToFrozenSet(StringComparer.Ordinal);
}
