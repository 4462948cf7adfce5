using DigitalTwin.Offerings.Finding;
using DigitalTwin.Search;

namespace DigitalTwin.Offerings;

/// <summary>What the owner offers, for the owner.</summary>
internal sealed class OfferingSource(OfferingCatalog catalogs, OfferingSearch search) : ISearchSource
{
    /// <inheritdoc/>
    public string Scope => "offerings";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OwnerHit>> FindAsync(string query, int limit, CancellationToken cancellationToken)
    {
        var catalog = await catalogs.GetAsync(cancellationToken);
        return [.. (await search.FindAsync(catalog, new Need(query), limit, cancellationToken)).Select(found => new OwnerHit(
            "offering", found.Offering.Id, found.Offering.Title,
            BestSentence.Of(found.Offering.Description, query, catalog.Segment.Language) ?? "", 0)
        {
            By = found.By,
            Visibility = "public",
        })];
    }
}
