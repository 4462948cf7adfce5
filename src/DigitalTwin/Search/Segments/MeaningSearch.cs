namespace DigitalTwin.Search.Segments;

/// <summary>Finds entries of segments by their meaning, and joins what was found by words and by meaning.</summary>
internal static class MeaningSearch
{
    // Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods", 2009.
    private const double RankConstant = 60;

    /// <summary>The entries whose vectors are the most alike to a query's, most alike first.</summary>
    public static IReadOnlyList<SearchHit> Find(SearchSpace space, float[] query, int limit)
    {
        var (wanted, best) = (SmallVector.Of(query), new BestHits(limit));
        foreach (var segment in space.Segments.Where(segment => segment.Dimensions == query.Length))
        {
            var vectors = segment.Vectors;
            var scales = segment.Scales;
            for (var entry = 0; entry < segment.Count; entry++)
            {
                var values = vectors.Slice(entry * query.Length, query.Length);
                var likeness = SmallVector.Dot(wanted.Values, values) * scales[entry] * wanted.Scale;
                if (best.MayTake(likeness) && space.Allows?.Invoke(segment, entry) != false)
                {
                    best.Add(new SearchHit(segment, entry, likeness) { By = SearchHit.Meaning });
                }
            }
        }

        return best.InOrder();
    }

    /// <summary>What is high in any of the lists, best first.</summary>
    public static IReadOnlyList<SearchHit> Fuse(int limit, params IReadOnlyList<SearchHit>[] lists)
        =>
        [
            .. lists.SelectMany(list => list.Index()).GroupBy(each => (each.Item.Segment, each.Item.Entry))
                .Select(group => new SearchHit(group.Key.Segment, group.Key.Entry, group.Sum(each => 1 / (RankConstant + each.Index + 1)))
                {
                    Coverage = group.Max(each => each.Item.Coverage),
                    By = [.. group.SelectMany(each => each.Item.By).Distinct()],
                })
                .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Id, StringComparer.Ordinal).Take(limit),
        ];
}
