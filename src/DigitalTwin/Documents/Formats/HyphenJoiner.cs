using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace DigitalTwin.Documents.Formats;

/// <summary>Joins lines: a hyphen at the end of one may belong to the word, or be there only because the line was full.</summary>
/// <param name="text">All text of the document: what it has as one word elsewhere is one here.</param>
internal sealed partial class HyphenJoiner(IReadOnlyCollection<string> text)
{
    private readonly FrozenSet<string> words = text.SelectMany(line => Words().Matches(line)).Select(word => word.Value.ToLowerInvariant())
        .ToFrozenSet(StringComparer.Ordinal);

    // A file that has signs of their own for hyphens of full lines means the others.
    private readonly bool hasOwnSigns = text.Any(line => line.Length > 0 && line[^1] is ('‐' or '\u00AD'));

    /// <summary>Both as one text.</summary>
    public string Join(string one, string other)
    {
        if (Broken().Match(one) is not { Success: true } broken || other.Length == 0 || !char.IsLetter(other[0]))
        {
            return $"{one} {other}";
        }

        var (head, tail) = (broken.Groups[1].Value, Words().Match(other).Value);
        var bare = one[..^1];
        return head.All(char.IsAsciiDigit) || (hasOwnSigns && one[^1] == '-') || words.Contains($"{head}-{tail}".ToLowerInvariant())
            ? $"{bare}-{other}"
            : words.Contains((head + tail).ToLowerInvariant()) || char.IsLower(other[0]) ? bare + other
            : $"{bare}-{other}";
    }

    // Within a line: what stands at its end may be half a word.
    [GeneratedRegex(@"[\p{L}\p{M}\d]+(?:[-‐][\p{L}\p{M}\d]+)*(?!\S*[-‐\u00AD]$)")]
    private static partial Regex Words();

    [GeneratedRegex(@"([\p{L}\p{M}\d]+(?:-[\p{L}\p{M}\d]+)*)[-‐\u00AD]$")]
    private static partial Regex Broken();
}
