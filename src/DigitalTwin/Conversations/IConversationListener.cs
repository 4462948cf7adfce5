namespace DigitalTwin.Conversations;

/// <summary>Hears what becomes of conversations, after it is stored.</summary>
internal interface IConversationListener
{
    /// <summary>Something was added. Returns at once: no visitor waits for what follows.</summary>
    void Changed(string sessionId, ConversationHeader header);

    /// <summary>The conversation is erased: what is kept of it elsewhere goes with it.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="findHeader">Reads its header; gives <see langword="null"/> where it has none.</param>
    /// <param name="erase">Erases the conversation itself.</param>
    Task EraseAsync(string sessionId, Func<Task<ConversationHeader?>> findHeader, Func<Task> erase);
}
