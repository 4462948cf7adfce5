using DigitalTwin.Personas.Search;

namespace DigitalTwin.Search.Segments;

/// <summary>The terms that a word which no segment has may be meant for.</summary>
internal static class Misspellings
{
    private const int ShortestWord = 4;
    private const int MostTerms = 50_000;

    /// <param name="word">The word as it was written.</param>
    /// <param name="segments">Where it was looked for.</param>
    public static IReadOnlyList<string> Of(string word, IReadOnlyList<SearchSegment> segments)
        => word.Length < ShortestWord ? [] : NearWords.Of(word, segments.SelectMany(segment => TermsLike(word, segment)).Take(MostTerms));

    // Of those that begin alike: few are mistyped in the first letter, and a catalogue has a hundred thousand.
    private static IEnumerable<string> TermsLike(string word, SearchSegment segment)
    {
        var first = segment.FindTerm(word[..1]) is >= 0 and var found ? found : ~segment.FindTerm(word[..1]);
        for (var term = first; term < segment.TermCount; term++)
        {
            var text = segment.TermOf(term);
            if (text[0] != word[0])
            {
                yield break;
            }

            if (Math.Abs(text.Length - word.Length) <= 2)
            {
                yield return text;
            }
        }
    }
}
