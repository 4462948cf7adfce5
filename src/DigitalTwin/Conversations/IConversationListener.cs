namespace DigitalTwin.Conversations;

/// <summary>Hears what becomes of conversations, after it is stored.</summary>
internal interface IConversationListener
{
    /// <summary>Something was added. Returns at once: no visitor waits for what follows.</summary>
    void Changed(string sessionId, ConversationHeader header);

    /// <summary>The conversation is about to be erased.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="header">Its header, or <see langword="null"/> where it has none.</param>
    Task ErasingAsync(string sessionId, ConversationHeader? header);
}
