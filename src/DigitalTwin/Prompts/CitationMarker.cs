using System.Text.RegularExpressions;

namespace DigitalTwin.Prompts;

/// <summary>How a model cites facts: <c>[[fact-id]]</c>, or several ids separated by commas.</summary>
internal static partial class CitationMarker
{
    public const string Open = "[[";
    public const string Close = "]]";

    /// <summary>The longest text between the brackets that can be ids.</summary>
    public const int MaxLength = 300;

    public static string For(string factId) => Open + factId + Close;

    /// <summary>The ids cited in a text, in order.</summary>
    public static IEnumerable<string> Ids(string text) => Pattern().Matches(text).SelectMany(match => Split(match.Groups[1].Value));

    /// <summary>The ids between the brackets of one marker.</summary>
    public static IEnumerable<string> Split(string inner)
        => inner.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(id => id.TrimStart('^', '#'));

    [GeneratedRegex(@"\[\[([^\[\]]{1,300})\]\]")]
    private static partial Regex Pattern();
}
