namespace DigitalTwin.Documents;

/// <summary>
/// The documents that can be found, as this process knows them. What another process changes is known here a few seconds later; what
/// visitors are shown is checked against what is stored at that moment.
/// </summary>
internal sealed class DocumentCatalog(DocumentStore store, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly Lock gate = new();
    private IReadOnlyList<StoredDocument> known = [];
    private Task<IReadOnlyList<StoredDocument>>? loading;
    private long loadedAt;
    private int version;
    private bool isKnown;

    /// <summary>Reads the list again at the next use, because this process changed it.</summary>
    public void Invalidate()
    {
        lock (gate)
        {
            (isKnown, loading) = (false, null);
            version++;
        }
    }

    /// <summary>The documents that can be found, newest first.</summary>
    public async ValueTask<IReadOnlyList<StoredDocument>> GetAsync(CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<StoredDocument>> load;
        lock (gate)
        {
            var isFresh = isKnown && time.GetElapsedTime(loadedAt) < Fresh;
            if (!isFresh && loading is null)
            {
                var started = version;
                loading = Task.Run(() => LoadAsync(started), CancellationToken.None);
            }

            // A list that is only old does for whoever asks now.
            if (isKnown)
            {
                return known;
            }

            load = loading!;
        }

        return await load.WaitAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<StoredDocument>> LoadAsync(int started)
    {
        try
        {
            List<StoredDocument> found = [.. (await store.AllAsync(CancellationToken.None))
                .Where(document => document is { State: DocumentState.Ready, IsDeleted: false })];
            lock (gate)
            {
                if (version == started)
                {
                    (known, loadedAt, isKnown, loading) = (found, time.GetTimestamp(), true, null);
                }
            }

            return found;
        }
        catch
        {
            lock (gate)
            {
                loading = version == started ? null : loading;
            }

            throw;
        }
    }
}
