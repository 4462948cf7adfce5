using DigitalTwin.Search;

namespace DigitalTwin.Documents;

/// <summary>
/// The documents that can be found, as this process knows them. What another process changes is known here a few seconds later; what
/// visitors are shown is checked against what is stored at that moment.
/// </summary>
internal sealed class DocumentCatalog(DocumentStore store, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly Refreshed<IReadOnlyList<StoredDocument>> known = new(_ => LoadAsync(store), Fresh, time);

    /// <summary>Reads the list again at the next use, because this process changed it.</summary>
    public void Invalidate() => known.Invalidate();

    /// <summary>The documents that can be found, newest first.</summary>
    public ValueTask<IReadOnlyList<StoredDocument>> GetAsync(CancellationToken cancellationToken) => known.GetAsync(cancellationToken);

    private static async Task<IReadOnlyList<StoredDocument>> LoadAsync(DocumentStore store)
        => [.. (await store.AllAsync(CancellationToken.None))
            .Where(document => document is { State: DocumentState.Ready, IsDeleted: false })];
}
