namespace DigitalTwin.Documents.Reading;

/// <summary>Takes up documents whose reading or deleting was cut off.</summary>
internal sealed class ReadingSweep(DocumentStore store, IReadingScheduler scheduler, TimeProvider time)
{
    // Longer than any step takes.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(5);

    /// <summary>Looks once.</summary>
    /// <param name="isStart">Whether the process has begun just now, and has none at work.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(bool isStart, CancellationToken cancellationToken)
    {
        foreach (var document in await store.AllAsync(cancellationToken))
        {
            if (!isStart && time.GetUtcNow() - document.TouchedAt < Silence)
            {
                continue;
            }

            if (document.IsDeleted)
            {
                await store.FinishDeletingAsync(document, cancellationToken);
            }
            else if (document.State == DocumentState.Reading)
            {
                await scheduler.BeginAsync(document.Id);
            }
        }
    }
}
