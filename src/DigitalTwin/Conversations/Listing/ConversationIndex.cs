using System.Collections.Concurrent;
using DigitalTwin.Storage;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Conversations.Listing;

/// <summary>
/// The owner's lists of conversations: a partition for each mark, in which conversations stand under the time of their last message.
/// </summary>
/// <remarks>
/// No batch spans partitions, so that a list follows the conversation a moment later. The header is its outbox: it has what the list is to
/// say and where it may have stood before; what a crash left is put right by the conversation's next turn, or by the nightly sweep.
/// </remarks>
internal sealed partial class ConversationIndex(IRowStore rows, ILogger<ConversationIndex> logger) : IConversationListener, IDisposable
{
    /// <summary>The table of the lists.</summary>
    public const string Table = "conversationlist";

    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly ConcurrentDictionary<string, ConversationHeader> changed = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Changed(string sessionId, ConversationHeader header)
    {
        // Of several changes in a row only the last one is written.
        changed[sessionId] = header;
        _ = Task.Run(() => DrainAsync(sessionId));
    }

    /// <inheritdoc/>
    public async Task EraseAsync(string sessionId, Func<Task<ConversationHeader?>> findHeader, Func<Task> erase)
    {
        // Nothing is written into lists meanwhile: what comes after it finds no conversation, and takes out what it wrote.
        await writing.WaitAsync();
        try
        {
            changed.TryRemove(sessionId, out var last);
            var headers = new[] { last, await findHeader() }.OfType<ConversationHeader>().ToList();
            await erase();
            foreach (var header in headers)
            {
                await RemoveAsync(sessionId, header);
            }
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Writes a conversation into its lists, and takes it out of where it stood.</summary>
    public async Task WriteAsync(string sessionId, ConversationHeader header, CancellationToken cancellationToken)
    {
        var listed = ListedConversation.Of(sessionId, header);
        var old = PlacesOf(sessionId, header).Where(key => key != listed.Key).Select(RowWrite.Delete).ToList();
        foreach (var mark in MarksOf(header))
        {
            var isIn = mark == ConversationMark.All || listed.Marks.Contains(mark);
            var place = isIn ? RowWrite.Upsert(listed.Key, listed.ToValues()) : RowWrite.Delete(listed.Key);
            await rows.WriteAsync(Table, mark, [place, .. old], cancellationToken);
        }
    }

    /// <summary>A page of a list: one round trip.</summary>
    /// <param name="mark">The list.</param>
    /// <param name="range">The first key, and the end of the keys.</param>
    /// <param name="before">What the page before gave as its next, or <see langword="null"/>.</param>
    /// <param name="limit">Most conversations.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ConversationPage> ReadAsync(
        string mark, (string From, string To) range, string? before, int limit, CancellationToken cancellationToken)
    {
        var found = await rows.QueryAsync(Table, mark, new RowRange(range.From, range.To, limit, After: before), cancellationToken);
        return new ConversationPage([.. found.Select(ListedConversation.FromRow)], found.Count == limit ? found[^1].Key : null);
    }

    public void Dispose() => writing.Dispose();

    // Where none of its turns ever waited, there is nothing to take out of that list.
    private static IEnumerable<string> MarksOf(ConversationHeader header)
        => ConversationMark.Every.Where(mark => mark switch
        {
            ConversationMark.All => true,
            ConversationMark.Waiting => header.HasWaited,
            _ => header.Marks.Contains(mark),
        });

    // One that was named before anything was said in it stands under the time at which it was opened.
    private static IEnumerable<string> PlacesOf(string sessionId, ConversationHeader header)
        => header.Places.Append(header.LastActivityAt).Select(at => ListedConversation.KeyOf(at, sessionId))
            .Distinct(StringComparer.Ordinal);

    private async Task RemoveAsync(string sessionId, ConversationHeader header)
    {
        foreach (var mark in ConversationMark.Every)
        {
            await rows.WriteAsync(Table, mark, [.. PlacesOf(sessionId, header).Select(RowWrite.Delete)], CancellationToken.None);
        }
    }

    private async Task DrainAsync(string sessionId)
    {
        await writing.WaitAsync();
        try
        {
            if (!changed.TryRemove(sessionId, out var header))
            {
                return;
            }

            await WriteAsync(sessionId, header, CancellationToken.None);
            if (await rows.GetAsync(ConversationStore.Table, sessionId, ConversationHeader.Key, CancellationToken.None) is not { } row
                || ConversationHeader.IsTombstone(row))
            {
                // It was erased in between.
                await RemoveAsync(sessionId, header);
            }
        }
        catch (Exception error)
        {
            // The next turn of the session writes it, or the sweep.
            LogFailed(logger, error);
        }
        finally
        {
            writing.Release();
        }
    }

    [LoggerMessage(EventId = 4101, Level = LogLevel.Warning, Message = "The list of conversations could not be written")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
