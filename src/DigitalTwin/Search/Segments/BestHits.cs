namespace DigitalTwin.Search.Segments;

/// <summary>Keeps the best of what was found.</summary>
/// <param name="limit">Of how many.</param>
internal sealed class BestHits(int limit)
{
    private readonly PriorityQueue<SearchHit, double> worstFirst = new();

    /// <summary>Whether something with this score would be kept.</summary>
    public bool MayTake(double score) => worstFirst.Count < limit || (worstFirst.TryPeek(out _, out var worst) && score > worst);

    /// <summary>Takes it in, if it is good enough.</summary>
    public void Add(SearchHit hit)
    {
        if (worstFirst.Count < limit)
        {
            worstFirst.Enqueue(hit, hit.Score);
        }
        else if (MayTake(hit.Score))
        {
            worstFirst.EnqueueDequeue(hit, hit.Score);
        }
    }

    /// <summary>All that were kept, best first.</summary>
    public IReadOnlyList<SearchHit> InOrder() => [.. worstFirst.UnorderedItems.Select(each => each.Element)
        .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Id, StringComparer.Ordinal)];
}
