using DigitalTwin.Storage;

namespace DigitalTwin.Conversations;

internal sealed partial class ConversationStore
{
    /// <summary>Removes everything of a session.</summary>
    public async Task EraseAsync(string sessionId, CancellationToken cancellationToken)
    {
        Task EraseAsync() => rows.DeletePartitionAsync(Table, sessionId, cancellationToken);
        await (listener is null
            ? EraseAsync()
            : listener.EraseAsync(sessionId, () => TryGetHeaderAsync(sessionId, cancellationToken), EraseAsync));
        cache.Remove(sessionId);
    }

    /// <summary>Removes everything of a session, and keeps other processes from writing to it again.</summary>
    public async Task BuryAsync(string sessionId, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await EraseAsync(sessionId, cancellationToken);
            try
            {
                var tombstone = RowWrite.Insert(ConversationHeader.Key, ConversationHeader.Tombstone(time.GetUtcNow()));
                await rows.WriteAsync(Table, sessionId, [tombstone], cancellationToken);
                return;
            }
            catch (RowConflictException) when (attempt < MaxAttempts)
            {
                // A turn came in between: it goes, too.
            }
        }
    }

    /// <summary>Whether nobody used the session since a time; a tombstone's time counts as well.</summary>
    public async Task<bool> IsIdleAsync(string sessionId, DateTimeOffset since, CancellationToken cancellationToken)
        => await rows.GetAsync(Table, sessionId, ConversationHeader.Key, cancellationToken) is { } row
            && ConversationHeader.FromRow(row).LastActivityAt < since;

    // One that is damaged can be erased all the same.
    private async Task<ConversationHeader?> TryGetHeaderAsync(string sessionId, CancellationToken cancellationToken)
        => await rows.GetAsync(Table, sessionId, ConversationHeader.Key, cancellationToken) is { } row
            && !ConversationHeader.IsTombstone(row)
            ? reader.TryRead(sessionId, () => ConversationHeader.FromRow(row))
            : null;
}
