using DigitalTwin.Storage;

namespace DigitalTwin.Conversations;

/// <summary>A message of a conversation, with what the visitor said before it.</summary>
/// <param name="Message">The message.</param>
/// <param name="Question">The visitor's message before it; empty where there is none.</param>
internal sealed record FoundMessage(StoredMessage Message, string Question);

/// <summary>The person's own words in a conversation, and the messages that they are about.</summary>
internal sealed class OwnerMessages(
    IRowStore rows, ConversationStore conversations, ConversationCache cache, IConversationListener listener, TimeProvider time)
{
    private const int Page = 200;
    private const int MaxAttempts = 20;

    /// <summary>The latest message with this id, or <see langword="null"/>.</summary>
    public async Task<FoundMessage?> FindAsync(string sessionId, string messageId, CancellationToken cancellationToken)
    {
        var header = await conversations.GetHeaderAsync(sessionId, cancellationToken);
        StoredMessage? found = null;
        for (var before = (header?.Messages ?? 0) + 1; before > 1;)
        {
            var page = await conversations.GetMessagesAsync(sessionId, before, Page, cancellationToken);
            foreach (var message in page)
            {
                if (found is not null && message.IsFromVisitor)
                {
                    return new FoundMessage(found, message.Text);
                }

                found ??= message.Id == messageId ? message : null;
            }

            before = page.Count == 0 ? 0 : page[^1].Number;
        }

        return found is null ? null : new FoundMessage(found, "");
    }

    /// <summary>Adds what the person says, marked as theirs. Added twice under one id, it is there once.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="text">Markdown.</param>
    /// <param name="corrects">The id of the reply that it corrects, or <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>The message, or <see langword="null"/> where there is no such session.</returns>
    public async Task<StoredMessage?> AddAsync(
        string sessionId, string id, string text, string? corrects, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var now = await conversations.LoadAsync(sessionId, cancellationToken);
            if (now.Header is not { } header || now.Recent.Any(message => message.IsFromOwner && message.Id == id))
            {
                return now.Recent.LastOrDefault(message => message.IsFromOwner && message.Id == id);
            }

            var message = new StoredMessage
            {
                Number = header.Messages + 1,
                Id = id,
                IsFromVisitor = false,
                IsFromOwner = true,
                Text = text,
                At = time.GetUtcNow(),
                Corrects = corrects,
            };
            try
            {
                var after = header.After(message);
                RowWrite[] batch = [RowWrite.Replace(ConversationHeader.Key, after.ToValues(), now.ETag!), message.ToInsert()];
                await rows.WriteAsync(ConversationStore.Table, sessionId, batch, cancellationToken);

                // The next turn of this process has to know of it.
                cache.Remove(sessionId);
                listener.Changed(sessionId, after);
                return message;
            }
            catch (RowConflictException) when (attempt < MaxAttempts)
            {
                // A turn came in between.
            }
        }
    }
}
