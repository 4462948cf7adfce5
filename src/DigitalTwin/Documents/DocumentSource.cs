using DigitalTwin.Search;

namespace DigitalTwin.Documents;

/// <summary>All documents of the owner's, for the owner.</summary>
internal sealed class DocumentSource(DocumentSearch search) : ISearchSource
{
    private const int Deeper = 4;

    /// <inheritdoc/>
    public string Scope => "documents";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OwnerHit>> FindAsync(string query, int limit, CancellationToken cancellationToken)
        =>
        [
            // A page is a place to look at: it stands in the list once.
            .. (await search.FindAsync(query, DocumentVisibility.Private, Deeper * limit, cancellationToken))
                .DistinctBy(found => (found.Document.Id, found.Passage.Page)).Take(limit).Select(found => new OwnerHit(
                "document", found.Document.Id, found.Document.Title,
                BestSentence.Of(found.Passage.Text, query, found.Document.Language) ?? "", 0)
            {
                Page = found.Passage.Page,
                By = found.By,
                Visibility = found.Document.Visibility.ToString().ToLowerInvariant(),
            }),
        ];
}
