using DigitalTwin.Models.Embeddings;
using DigitalTwin.Search.Segments;

namespace DigitalTwin.Search;

/// <summary>Searches by words, and by meaning where a model gives texts their vectors.</summary>
internal sealed class HybridSearch(EmbeddingModel embeddings)
{
    // Of each list so many take part: what is further down in both is not what was meant.
    private const int Depth = 50;

    // A visitor waits: after this words are enough.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>The best entries, best first.</summary>
    /// <param name="space">What is searched.</param>
    /// <param name="query">What is searched for.</param>
    /// <param name="limit">Most entries.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public async Task<IReadOnlyList<SearchHit>> FindAsync(
        SearchSpace space, string query, int limit, CancellationToken cancellationToken)
    {
        if (!embeddings.IsAvailable || space.Segments.All(segment => segment.Dimensions == 0))
        {
            return SegmentSearch.Find(space, query, limit);
        }

        var vector = await embeddings.OfAsync([query], Patience, cancellationToken);
        var byWords = SegmentSearch.Find(space, query, Depth);
        return vector is null ? [.. byWords.Take(limit)] : MeaningSearch.Fuse(limit, byWords, MeaningSearch.Find(space, vector[0], Depth));
    }
}
