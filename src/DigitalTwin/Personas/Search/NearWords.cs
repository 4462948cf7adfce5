namespace DigitalTwin.Personas.Search;

/// <summary>Words that were meant by a word with a typing error.</summary>
internal static class NearWords
{
    private const int ShortestWord = 4;
    private const int Shortest = 5;
    private const int LongEnoughForTwo = 8;

    /// <summary>The words that are one error away from a word, two for a long one; only the nearest.</summary>
    public static IReadOnlyList<string> Of(string word, IEnumerable<string> words)
    {
        if (word.Length < ShortestWord || word.Any(char.IsAsciiDigit))
        {
            return [];
        }

        var most = word.Length >= LongEnoughForTwo ? 2 : 1;
        var near = words.Where(other => Math.Abs(other.Length - word.Length) <= most && other.Length >= ShortestWord)
            .Select(other => (Word: other, Distance: Distance(word, other, most)))
            .Where(each => each.Distance <= most && (word.Length >= Shortest || IsSwap(word, each.Word)))
            .ToList();
        return near.Count == 0 ? [] : [.. near.Where(each => each.Distance == near.Min(other => other.Distance)).Select(each => each.Word)];
    }

    /// <summary>Whether a word is one of others with two letters swapped or, of four letters and more, one too many or too few.</summary>
    public static bool IsSlip(string word, IEnumerable<string> others)
        => word.Length >= 3 && others.Any(other => IsSwap(word, other)
            || (word.Length >= ShortestWord && other.Length >= Shortest && word.Length != other.Length && Distance(word, other, 1) == 1));

    private static bool IsSwap(string word, string other)
        => word.Length == other.Length && word[0] == other[0] && word.Order().SequenceEqual(other.Order());

    /// <summary>Optimal string alignment: insertions, deletions, substitutions, and swaps of neighbours.</summary>
    private static int Distance(string one, string other, int most)
    {
        Span<int> twoAbove = stackalloc int[other.Length + 1];
        Span<int> above = stackalloc int[other.Length + 1];
        Span<int> row = stackalloc int[other.Length + 1];
        for (var j = 0; j <= other.Length; j++)
        {
            above[j] = j;
        }

        for (var i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            var least = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var change = above[j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1);
                row[j] = Math.Min(change, Math.Min(above[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    row[j] = Math.Min(row[j], twoAbove[j - 2] + 1);
                }

                least = Math.Min(least, row[j]);
            }

            if (least > most)
            {
                return least;
            }

            var free = twoAbove;
            twoAbove = above;
            above = row;
            row = free;
        }

        return above[other.Length];
    }
}
