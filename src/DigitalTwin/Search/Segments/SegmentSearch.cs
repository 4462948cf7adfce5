using System.Buffers;
using DigitalTwin.Personas.Search;

namespace DigitalTwin.Search.Segments;

/// <summary>Something that was found.</summary>
/// <param name="Segment">Where it stands.</param>
/// <param name="Entry">Which entry of it.</param>
/// <param name="Score">Its rank; comparable within one search only.</param>
internal readonly record struct SearchHit(SearchSegment Segment, int Entry, double Score)
{
    /// <summary>Found by its words.</summary>
    public static readonly IReadOnlyList<string> Words = ["words"];

    /// <summary>Found by its meaning.</summary>
    public static readonly IReadOnlyList<string> Meaning = ["meaning"];

    /// <summary>How much of what is searched for it has: 0 to 1, rare words weighing more. Not known of what was found by
    /// meaning.</summary>
    public double Coverage { get; init; }

    /// <summary>By what it was found.</summary>
    public IReadOnlyList<string> By { get; init; } = Words;

    /// <summary>The id of what was found.</summary>
    public string Id => Segment.IdOf(Entry);
}

/// <summary>What is searched: the segments that whoever asks may see, and what of them counts.</summary>
/// <param name="Segments">The segments. What is not among them changes no rank: there is no telling that it exists.</param>
internal sealed record SearchSpace(IReadOnlyList<SearchSegment> Segments)
{
    /// <summary>Which entries may be found at all; all where it is <see langword="null"/>.</summary>
    public Func<SearchSegment, int, bool>? Allows { get; init; }
}

/// <summary>Finds entries of segments by their words.</summary>
internal static class SegmentSearch
{
    /// <summary>The best entries, best first.</summary>
    public static IReadOnlyList<SearchHit> Find(SearchSpace space, string query, int limit)
    {
        var best = new BestHits(limit);
        var entries = space.Segments.Sum(segment => segment.Count);
        foreach (var group in space.Segments.Where(segment => segment.Count > 0).GroupBy(segment => segment.Language))
        {
            // What is rare is rare among all: else the words of a language with few texts would count little.
            var statistics = new Statistics([.. group], entries);
            var all = SearchTerms.Read(query, group.Key, entries).Select(term => new WeighedTerm(term, statistics)).ToList();
            var (terms, importance) = (all.Where(term => term.IsThere).ToList(), all.Sum(term => term.Importance));
            foreach (var segment in terms.Count == 0 ? [] : statistics.Segments)
            {
                Score(segment, terms, importance, statistics.AverageLength, space, best);
            }
        }

        return best.InOrder();
    }

    private static void Score(
        SearchSegment segment, List<WeighedTerm> terms, double importance, double averageLength, SearchSpace space, BestHits best)
    {
        double[] scores = Rent(segment.Count), ofTerm = Rent(segment.Count), covered = Rent(segment.Count);
        var touched = new List<int>();
        try
        {
            foreach (var term in terms)
            {
                touched.Clear();
                term.Add(segment, averageLength, ofTerm, touched);
                foreach (var entry in touched)
                {
                    scores[entry] += ofTerm[entry];
                    covered[entry] += term.Importance;
                    ofTerm[entry] = 0;
                }
            }

            for (var entry = 0; entry < segment.Count; entry++)
            {
                if (scores[entry] > 0 && best.MayTake(scores[entry]) && space.Allows?.Invoke(segment, entry) != false)
                {
                    best.Add(new SearchHit(segment, entry, scores[entry]) { Coverage = covered[entry] / importance });
                }
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(scores);
            ArrayPool<double>.Shared.Return(ofTerm);
            ArrayPool<double>.Shared.Return(covered);
        }
    }

    private static double[] Rent(int length)
    {
        var numbers = ArrayPool<double>.Shared.Rent(length);
        Array.Clear(numbers, 0, length);
        return numbers;
    }

    /// <summary>What all segments of a language have together.</summary>
    private sealed class Statistics(IReadOnlyList<SearchSegment> segments, int entries)
    {
        public IReadOnlyList<SearchSegment> Segments => segments;

        public int Entries => entries;

        public double AverageLength { get; } = segments.Sum(segment => segment.TotalLength) / segments.Sum(segment => segment.Count);

        public int CountOf(string term)
            => segments.Sum(segment => segment.FindTerm(term) is >= 0 and var found ? segment.CountOf(found) : 0);
    }

    /// <summary>A term with what it counts.</summary>
    private sealed class WeighedTerm
    {
        // Of a word that carries little; found, as the weight of other words, with half of the needs in tests/DigitalTwin.Testing/Needs.
        private const double Light = 0.25;

        private readonly IReadOnlyList<(string Term, double Weight)> variants;

        public WeighedTerm(SearchTerm term, Statistics statistics)
        {
            var counted = term.Variants.Select(variant => (variant.Term, variant.Weight, Count: statistics.CountOf(variant.Term)))
                .Where(variant => variant.Count > 0).ToList();
            if (counted.Count == 0 && term.IsWord)
            {
                counted = [.. Misspellings.Of(term.Variants[0].Term, statistics.Segments)
                    .Select(near => (near, Weights.NearWord, statistics.CountOf(near)))];
            }

            variants = [.. counted.Select(variant => (variant.Term, variant.Weight))];
            var own = counted.Where(variant => variant.Weight >= 1).Select(variant => variant.Count).DefaultIfEmpty().Max();
            var count = own > 0 ? own : counted.Select(variant => variant.Count).DefaultIfEmpty().Max();
            Importance = Bm25.Rarity(statistics.Entries, count) * (term.IsLight ? Light : 1);
        }

        public double Importance { get; }

        public bool IsThere => variants.Count > 0;

        // What counts of an entry is its best variant: an entry with three words for the same has it once.
        public void Add(SearchSegment segment, double averageLength, double[] scores, List<int> touched)
        {
            var lengths = segment.Lengths;
            foreach (var (term, weight) in variants)
            {
                if (segment.FindTerm(term) is not (>= 0 and var found))
                {
                    continue;
                }

                for (var postings = segment.Postings(found); postings.MoveNext();)
                {
                    var entry = postings.Entry;
                    var score = weight * Importance * Bm25.Saturated(postings.Frequency, lengths[entry] / averageLength);
                    if (scores[entry] == 0)
                    {
                        touched.Add(entry);
                    }

                    scores[entry] = Math.Max(scores[entry], score);
                }
            }
        }
    }
}
