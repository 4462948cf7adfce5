using System.Text;

namespace DigitalTwin.Hosting.Texts;

/// <summary>Makes any text fit for the framework's text functions.</summary>
internal static class UnicodeText
{
    /// <summary>The text without halves of surrogate pairs and U+FFFE, on which normalizing throws.</summary>
    public static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\uFFFE', ' ');

    /// <summary>At most this many characters, and never half a surrogate pair.</summary>
    public static string Cut(string text, int length)
        => text.Length <= length ? text : text[..(length > 0 && char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
