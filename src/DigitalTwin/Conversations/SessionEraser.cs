using DigitalTwin.Inbox;
using DigitalTwin.Media;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Journal;

namespace DigitalTwin.Conversations;

/// <summary>Forgets a visitor: the conversation, the turns that run or wait, and what was left in the owner's inbox.</summary>
internal sealed class SessionEraser(TurnRegistry registry, JournalStore journals, ITurnEngine engine, ConversationStore conversations, PictureStore pictures, OwnerInbox inbox)
{
    /// <summary>Everything of the session is gone when this returns. Once begun it is not cancelled: half forgotten is not forgotten.</summary>
    public async Task EraseAsync(string sessionId)
    {
        await registry.CancelSessionAsync(sessionId);
        foreach (var turn in await journals.DeleteSessionAsync(sessionId, CancellationToken.None))
        {
            await engine.ForgetAsync(turn);
        }

        await pictures.EraseAsync(sessionId, CancellationToken.None);
        await inbox.EraseSessionAsync(sessionId, CancellationToken.None);
        await (engine.IsShared ? conversations.BuryAsync(sessionId, CancellationToken.None) : conversations.EraseAsync(sessionId, CancellationToken.None));
        registry.CloseSession(sessionId);
    }
}
