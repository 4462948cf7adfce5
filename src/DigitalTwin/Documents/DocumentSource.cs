using DigitalTwin.Search;

namespace DigitalTwin.Documents;

/// <summary>All documents of the owner's, for the owner.</summary>
internal sealed class DocumentSource(DocumentSearch search) : ISearchSource
{
    /// <inheritdoc/>
    public string Scope => "documents";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OwnerHit>> FindAsync(string query, int limit, CancellationToken cancellationToken)
        =>
        [
            .. (await search.FindAsync(query, DocumentVisibility.Private, limit, cancellationToken)).Select(found => new OwnerHit(
                "document", found.Document.Id, found.Document.Title,
                BestSentence.Of(found.Passage.Text, query, found.Document.Language) ?? "", 0)
            {
                Page = found.Passage.Page,
                By = found.By,
                Visibility = found.Document.Visibility.ToString().ToLowerInvariant(),
            }),
        ];
}
