using System.Runtime.CompilerServices;
using DigitalTwin.Storage;

namespace DigitalTwin.Conversations;

/// <summary>
/// Conversations in rows: the session is the partition, with a header, the messages and the turns. A turn costs two batches and, where this
/// process did not write the session's last one, one query, however long the conversation is.
/// </summary>
internal sealed partial class ConversationStore(
    IRowStore rows, ConversationCache cache, DamageBook damage, TimeProvider time, IConversationListener? listener = null)
{
    public const string Table = "conversations";

    /// <summary>Most messages a turn reads; older ones are in the summary.</summary>
    public const int RecentMessages = 60;

    // Other processes make one or two conflicts; more than this is a store that cannot keep its word.
    private const int MaxAttempts = 50;

    private readonly CheckedRows reader = new(rows, damage, Table);
    private readonly SemaphoreSlim[] turnstiles = [.. Enumerable.Range(0, 256).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Opens a session before its first message is stored. One that is there stays as it is.</summary>
    public async Task OpenAsync(string sessionId, CancellationToken cancellationToken)
    {
        var header = ConversationHeader.New(time.GetUtcNow());
        try
        {
            await rows.WriteAsync(Table, sessionId, [RowWrite.Insert(ConversationHeader.Key, header.ToValues())], cancellationToken);
        }
        catch (RowConflictException)
        {
            // A turn of the session was faster.
        }
    }

    /// <summary>The conversation as this process last wrote it, or as one read gives it. Another process may have added to it.</summary>
    /// <exception cref="SessionErasedException">The session was erased.</exception>
    public async ValueTask<Conversation> FindAsync(string sessionId, CancellationToken cancellationToken)
        => cache.Find(sessionId) ?? await LoadAsync(sessionId, cancellationToken);

    /// <summary>Reads the header and the latest messages: one round trip.</summary>
    /// <exception cref="SessionErasedException">The session was erased.</exception>
    public async Task<Conversation> LoadAsync(string sessionId, CancellationToken cancellationToken)
    {
        var range = new RowRange(ConversationHeader.Key, "n", RecentMessages + 1);
        var found = await reader.QueryAsync(sessionId, range, cancellationToken);
        return reader.Read(sessionId, () => ToConversation(sessionId, found));
    }

    private static Conversation ToConversation(string sessionId, IReadOnlyList<Row> found)
    {
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
        var row = await reader.GetAsync(sessionId, ConversationHeader.Key, cancellationToken);
        return row is null || ConversationHeader.IsTombstone(row) ? null : reader.Read(sessionId, () => ConversationHeader.FromRow(row));
    }

    /// <summary>Changes a header, whatever turns do to it meanwhile.</summary>
    /// <returns>The header, or <see langword="null"/> where there is no such session.</returns>
    public async Task<ConversationHeader?> ChangeAsync(
        string sessionId, Func<ConversationHeader, ConversationHeader> change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var now = await LoadAsync(sessionId, cancellationToken);
            if (now.Header is null)
            {
                return null;
            }

            try
            {
                var changed = change(now.Header);
                var write = RowWrite.Replace(ConversationHeader.Key, changed.ToValues(), now.ETag!);
                await rows.WriteAsync(Table, sessionId, [write], cancellationToken);
                cache.Remove(sessionId);
                listener?.Changed(sessionId, changed);
                return changed;
            }
            catch (RowConflictException) when (attempt < MaxAttempts)
            {
                // A turn came in between.
            }
        }
    }

    /// <summary>
    /// Keeps a visitor's message and claims its turn, in one batch: one round trip, and three more for each turn that came in between.
    /// </summary>
    /// <returns><see langword="null"/> where the message's turn was begun before.</returns>
    /// <exception cref="SessionErasedException">The session was there when it was read and is gone now.</exception>
    public Task<BegunTurn?> BeginTurnAsync(Conversation conversation, NewTurn turn, CancellationToken cancellationToken)
        => WriteAsync(
            turn.Id,
            new BegunTurn(conversation, null),
            (now, etag) =>
            {
                // One that is tried again has its message there already.
                var header = now.Header ?? ConversationHeader.New(turn.StartedAt);
                List<StoredMessage> messages = etag is null ? [TurnMessages.Of(turn, header.Messages)] : [];
                return new Change(header.After(turn, messages.Count), StoredTurn.ToClaim(turn, etag), messages);
            },
            there => there.MayBeRepeated,
            cancellationToken);

    /// <summary>
    /// Ends a turn: the reply, the turn's events and the header in one batch: one round trip, and three more for each turn that came in
    /// between.
    /// </summary>
    /// <returns>False where the turn was ended before; nothing is added then.</returns>
    /// <exception cref="SessionErasedException">The session was there when it was read and is gone now.</exception>
    public async Task<bool> EndTurnAsync(BegunTurn begun, FinishedTurn turn, CancellationToken cancellationToken)
    {
        var ended = await WriteAsync(
            turn.Id,
            begun,
            (now, etag) =>
            {
                var header = now.Header ?? ConversationHeader.New(turn.StartedAt);
                var messages = TurnMessages.Of(turn, header.Messages);
                return new Change(header.After(turn, messages.Count), StoredTurn.ToEnd(turn, etag), messages);
            },
            there => !there.IsOver,
            cancellationToken);
        if (ended is not null)
        {
            listener?.Changed(turn.Id.SessionId, ended.Conversation.Header!);
        }

        return ended is not null;
    }

    /// <summary>What a turn that goes on needs in order to end: two round trips.</summary>
    /// <returns><see langword="null"/> where the turn is over, or its session is gone: its end would bring that one back.</returns>
    /// <exception cref="SessionErasedException">The session was erased.</exception>
    public async Task<BegunTurn?> ResumeTurnAsync(TurnId id, CancellationToken cancellationToken)
        => await GetTurnAsync(id, cancellationToken) is var stored and not { IsOver: true }
            && await LoadAsync(id.SessionId, cancellationToken) is { Header: not null } conversation
            ? new BegunTurn(conversation, stored?.Row.ETag)
            : null;

    /// <summary>A turn's row, or <see langword="null"/>.</summary>
    public async Task<StoredTurn?> GetTurnAsync(TurnId turnId, CancellationToken cancellationToken)
        => await reader.GetAsync(turnId.SessionId, StoredTurn.KeyOf(turnId), cancellationToken) is { } row
            ? new StoredTurn(row)
            : null;

    /// <summary>Messages before a number, newest first.</summary>
    public async Task<IReadOnlyList<StoredMessage>> GetMessagesAsync(
        string sessionId, long before, int limit, CancellationToken cancellationToken)
    {
        var found = await reader.QueryAsync(sessionId, StoredMessage.KeyRange(before, limit), cancellationToken);
        return reader.Read(sessionId, () => found.Select(StoredMessage.FromRow).ToList());
    }

    /// <summary>The headers of all sessions, tombstones included. Costs a scan.</summary>
    public async IAsyncEnumerable<(string SessionId, ConversationHeader Header)> FindAllAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (partition, row) in rows.ScanAsync(Table, ConversationHeader.Key, cancellationToken))
        {
            // One that is damaged keeps no other from being found.
            if (reader.TryRead(partition, () => ConversationHeader.FromRow(row)) is { } header)
            {
                yield return (partition, header);
            }
        }
    }

    // Turns of one session that begin or end together would otherwise race each other over the header again and again.
    private async Task<BegunTurn?> WriteAsync(
        TurnId id,
        BegunTurn known,
        Func<Conversation, string?, Change> change,
        Func<StoredTurn, bool> mayReplace,
        CancellationToken cancellationToken)
    {
        var turnstile = turnstiles[(uint)StringComparer.Ordinal.GetHashCode(id.SessionId) % (uint)turnstiles.Length];
        await turnstile.WaitAsync(cancellationToken);
        try
        {
            var next = known with { Conversation = cache.Find(id.SessionId) ?? known.Conversation };
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return await WriteOnceAsync(id, next.Conversation, change(next.Conversation, next.ETag), cancellationToken);
                }
                catch (RowConflictException) when (attempt < MaxAttempts)
                {
                    var conversation = await ReloadAsync(next.Conversation, cancellationToken);

                    // Also the way a write whose answer was lost turns out to have been made.
                    var there = await GetTurnAsync(id, cancellationToken);
                    if (there is not null && !mayReplace(there))
                    {
                        return null;
                    }

                    next = there is null && next.ETag is not null
                        ? throw new SessionErasedException()
                        : new BegunTurn(conversation, there?.Row.ETag);
                }
            }
        }
        finally
        {
            turnstile.Release();
        }
    }

    private async Task<BegunTurn> WriteOnceAsync(TurnId id, Conversation now, Change change, CancellationToken cancellationToken)
    {
        var header = change.Header.ToValues();
        List<RowWrite> batch =
        [
            now.ETag is { } etag
                ? RowWrite.Replace(ConversationHeader.Key, header, etag)
                : RowWrite.Insert(ConversationHeader.Key, header),
            change.Turn,
            .. change.Messages.Select(message => message.ToInsert()),
        ];
        var etags = await rows.WriteAsync(Table, id.SessionId, batch, cancellationToken);
        var after = now.With(change.Header, etags[0], change.Messages);
        cache.Put(after);
        return new BegunTurn(after, etags[1]);
    }

    private async Task<Conversation> ReloadAsync(Conversation before, CancellationToken cancellationToken)
    {
        cache.Remove(before.SessionId);
        var now = await LoadAsync(before.SessionId, cancellationToken);
        return before.Header is not null && now.Header is null ? throw new SessionErasedException() : now;
    }

    private sealed record Change(ConversationHeader Header, RowWrite Turn, IReadOnlyList<StoredMessage> Messages);
}
