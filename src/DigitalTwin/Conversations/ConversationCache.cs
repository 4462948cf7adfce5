using Microsoft.Extensions.Caching.Memory;

namespace DigitalTwin.Conversations;

/// <summary>
/// Conversations as this process last wrote them, so that the next turn need not read them. What it holds may be out of date: a turn begins
/// with a write that proves that it is not.
/// </summary>
internal sealed class ConversationCache : IDisposable
{
    // In characters; 16 MB of text.
    private const long MostCharacters = 8 * 1024 * 1024;

    // The rows, keys and times of a conversation without a word in it.
    private const int Overhead = 500;

    // Where another process erases a session, this one has forgotten it by then.
    private static readonly MemoryCacheEntryOptions Lifetime = new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(10) };

    private readonly MemoryCache conversations = new(new MemoryCacheOptions { SizeLimit = MostCharacters });

    public Conversation? Find(string sessionId) => conversations.Get<Conversation>(sessionId);

    public void Put(Conversation conversation)
    {
        using var entry = conversations.CreateEntry(conversation.SessionId);
        entry.SetOptions(Lifetime).SetSize(SizeOf(conversation)).SetValue(conversation);
    }

    public void Remove(string sessionId) => conversations.Remove(sessionId);

    public void Dispose() => conversations.Dispose();

    private static long SizeOf(Conversation conversation)
    {
        long size = Overhead + (conversation.Header?.Summary.Length ?? 0);
        foreach (var message in conversation.Recent)
        {
            size += Overhead + message.Text.Length;
        }

        return size;
    }
}
