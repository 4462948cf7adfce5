using System.Runtime.CompilerServices;
using DigitalTwin.Storage;

namespace DigitalTwin.Conversations;

/// <summary>
/// Conversations in rows: the session is the partition, with a header, the messages and the turns. A turn costs one
/// query and one batch, however long the conversation is.
/// </summary>
internal sealed class ConversationStore(IRowStore rows, TimeProvider time)
{
    public const string Table = "conversations";

    /// <summary>Most messages a turn reads; older ones are in the summary.</summary>
    public const int RecentMessages = 60;

    // Other processes make one or two conflicts; more than this is a store that cannot keep its word.
    private const int MaxAttempts = 50;

    private readonly SemaphoreSlim[] turnstiles = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Opens a session before its first message is stored. One that is there stays as it is.</summary>
    public async Task OpenAsync(string sessionId, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var header = new ConversationHeader { CreatedAt = now, LastActivityAt = now };
        try
        {
            await rows.WriteAsync(Table, sessionId, [RowWrite.Insert(ConversationHeader.Key, header.ToValues())], cancellationToken);
        }
        catch (RowConflictException)
        {
            // A turn of the session was faster.
        }
    }

    /// <summary>Reads the header and the latest messages: one round trip.</summary>
    /// <exception cref="SessionErasedException">The session was erased.</exception>
    public async Task<Conversation> LoadAsync(string sessionId, CancellationToken cancellationToken)
    {
        var range = new RowRange(ConversationHeader.Key, "n", RecentMessages + 1);
        var found = await rows.QueryAsync(Table, sessionId, range, cancellationToken);
        var header = found.FirstOrDefault(row => row.Key == ConversationHeader.Key);
        if (header is not null && ConversationHeader.IsTombstone(header))
        {
            throw new SessionErasedException();
        }

        var messages = found.Where(row => StoredMessage.IsMessageKey(row.Key)).Select(StoredMessage.FromRow).Reverse();
        return new Conversation(sessionId, header is null ? null : ConversationHeader.FromRow(header), header?.ETag, [.. messages]);
    }

    /// <summary>The header, or <see langword="null"/> where there is no such session.</summary>
    public async Task<ConversationHeader?> GetHeaderAsync(string sessionId, CancellationToken cancellationToken)
    {
        var row = await rows.GetAsync(Table, sessionId, ConversationHeader.Key, cancellationToken);
        return row is null || ConversationHeader.IsTombstone(row) ? null : ConversationHeader.FromRow(row);
    }

    /// <summary>
    /// Adds a turn: both messages, the turn's events and the header in one batch: one round trip, and two more for each turn that
    /// came in between.
    /// </summary>
    /// <returns>False where the same message was already answered; nothing is added then.</returns>
    /// <exception cref="SessionErasedException">The session was there when it was read and is gone now.</exception>
    public async Task<bool> AddTurnAsync(Conversation conversation, FinishedTurn turn, CancellationToken cancellationToken)
    {
        // Turns of one session that end together would otherwise race each other over the header again and again.
        var turnstile = turnstiles[(uint)StringComparer.Ordinal.GetHashCode(conversation.SessionId) % (uint)turnstiles.Length];
        await turnstile.WaitAsync(cancellationToken);
        try
        {
            return await AddOneAsync(conversation, turn, cancellationToken);
        }
        finally
        {
            turnstile.Release();
        }
    }

    private async Task<bool> AddOneAsync(Conversation conversation, FinishedTurn turn, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await rows.WriteAsync(Table, conversation.SessionId, ToBatch(conversation, turn), cancellationToken);
                return true;
            }
            catch (RowConflictException) when (attempt < MaxAttempts)
            {
                var wasThere = conversation.Header is not null;
                conversation = await LoadAsync(conversation.SessionId, cancellationToken);
                if (wasThere && conversation.Header is null)
                {
                    throw new SessionErasedException();
                }

                // Also the way a write whose answer was lost turns out to have been made.
                if (await GetTurnAsync(turn.Id, cancellationToken) is not null)
                {
                    return false;
                }
            }
        }
    }

    /// <summary>A finished turn, or <see langword="null"/>.</summary>
    public async Task<StoredTurn?> GetTurnAsync(TurnId turnId, CancellationToken cancellationToken)
        => await rows.GetAsync(Table, turnId.SessionId, StoredTurn.KeyOf(turnId), cancellationToken) is { } row
            ? StoredTurn.FromRow(row)
            : null;

    /// <summary>Messages before a number, newest first.</summary>
    public async Task<IReadOnlyList<StoredMessage>> GetMessagesAsync(
        string sessionId, long before, int limit, CancellationToken cancellationToken)
    {
        var found = await rows.QueryAsync(Table, sessionId, StoredMessage.KeyRange(before, limit), cancellationToken);
        return [.. found.Select(StoredMessage.FromRow)];
    }

    /// <summary>Removes everything of a session.</summary>
    public Task EraseAsync(string sessionId, CancellationToken cancellationToken)
        => rows.DeletePartitionAsync(Table, sessionId, cancellationToken);

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

    /// <summary>The sessions nobody used since a time.</summary>
    public async IAsyncEnumerable<string> FindIdleAsync(
        DateTimeOffset since, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (partition, row) in rows.ScanAsync(Table, ConversationHeader.Key, cancellationToken))
        {
            if (ConversationHeader.FromRow(row).LastActivityAt < since)
            {
                yield return partition;
            }
        }
    }

    private static List<RowWrite> ToBatch(Conversation conversation, FinishedTurn turn)
    {
        var header = conversation.Header ?? new ConversationHeader { CreatedAt = turn.StartedAt, LastActivityAt = turn.StartedAt };
        var messages = TurnMessages.Of(turn, header.Messages);
        var updated = header.After(turn, messages.Count).ToValues();
        return
        [
            conversation.ETag is { } etag
                ? RowWrite.Replace(ConversationHeader.Key, updated, etag)
                : RowWrite.Insert(ConversationHeader.Key, updated),
            .. messages.Select(message => message.ToInsert()),
            StoredTurn.ToInsert(turn),
        ];
    }
}
