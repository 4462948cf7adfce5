using DigitalTwin.Offerings.Finding;
using DigitalTwin.Search;
using DigitalTwin.Search.Segments;

namespace DigitalTwin.Offerings;

/// <summary>An offering that was found.</summary>
/// <param name="Offering">The offering.</param>
/// <param name="Coverage">How much of what was searched for it has: 0 to 1.</param>
internal sealed record FoundOffering(Offering Offering, double Coverage)
{
    /// <summary>By what it was found.</summary>
    public IReadOnlyList<string> By { get; init; } = SearchHit.Words;
}

/// <summary>Finds offerings that meet a need.</summary>
internal sealed class OfferingSearch(HybridSearch search)
{
    /// <summary>The offerings that fit best, best first. What does not meet what has to be met is not ranked at all.</summary>
    public async Task<IReadOnlyList<FoundOffering>> FindAsync(Catalog catalog, Need need, int limit, CancellationToken cancellationToken)
    {
        bool Allows(SearchSegment segment, int entry) => need.Allows(catalog.ById[segment.IdOf(entry)]);
        var space = new SearchSpace([catalog.Segment]) { Allows = Allows };
        var hits = await search.FindAsync(space, need.What, limit, cancellationToken);
        if (hits.Count > 0 || (need.Kind is null && need.MaxPrice is null && need.Place is null))
        {
            return [.. hits.Select(hit => new FoundOffering(catalog.ById[hit.Id], hit.Coverage) { By = hit.By })];
        }

        // Nothing was said but what has to be met: all that meets it fits.
        return [.. catalog.ById.Values.Where(need.Allows).OrderBy(offering => offering.Price ?? decimal.MaxValue)
            .ThenBy(offering => offering.Id, StringComparer.Ordinal).Take(limit).Select(offering => new FoundOffering(offering, 0))];
    }
}
