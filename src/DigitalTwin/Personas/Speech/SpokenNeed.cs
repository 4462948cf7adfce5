using System.Text.RegularExpressions;

namespace DigitalTwin.Personas.Speech;

/// <summary>Words by which people say that they need or look for something; they stand in <c>needs.txt</c>.</summary>
internal static class SpokenNeed
{
    /// <summary>The sections of the file, each as a choice of regular expressions.</summary>
    public static IReadOnlyDictionary<string, string> Words { get; } = PhraseFile.Read("needs.txt")
        .ToDictionary(section => section.Key, section => string.Join('|', section.Value), StringComparer.Ordinal);

    private static readonly Regex Need = new($@"\b(?:{Words["need"]})\b", RegexOptions.IgnoreCase);

    /// <summary>Whether a message says it.</summary>
    public static bool IsIn(string message) => Need.IsMatch(message);

    /// <summary>A message without the words that say it.</summary>
    public static string Without(string message) => Need.Replace(message, " ");
}
