using DigitalTwin.Conversations;
using DigitalTwin.Inbox;
using DigitalTwin.Media;
using DigitalTwin.Notices;
using DigitalTwin.Storage;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Running;

namespace DigitalTwin.Sessions;

/// <summary>Forgets a visitor: the conversation, the turns that run or wait, and what was left in the owner's inbox.</summary>
internal sealed class SessionEraser(
    RunningTurns turns,
    JournalStore journals,
    ITurnScheduler scheduler,
    ConversationStore conversations,
    PictureStore pictures,
    OwnerInbox inbox,
    NoticeOutbox outbox,
    NoticeLog notices,
    IEnumerable<IErasedWithSession> others,
    IErasedSpace space)
{
    /// <summary>
    /// Everything of these sessions is gone when this returns. Once begun it is not cancelled: half forgotten is not forgotten.
    /// </summary>
    public async Task EraseAsync(params IReadOnlyCollection<string> sessionIds)
    {
        foreach (var sessionId in sessionIds)
        {
            await EraseOneAsync(sessionId);
        }

        await space.OverwriteAsync(evenIfLarge: false);
    }

    private async Task EraseOneAsync(string sessionId)
    {
        await EndTurnsAsync(sessionId);
        await pictures.EraseAsync(sessionId, CancellationToken.None);
        await inbox.EraseSessionAsync(sessionId, CancellationToken.None);
        // What waits to be told is told first: it is found there.
        await outbox.SweepAsync(CancellationToken.None);
        await notices.EraseSessionAsync(sessionId, CancellationToken.None);
        foreach (var other in others)
        {
            await other.EraseAsync(sessionId, CancellationToken.None);
        }

        await (scheduler.HasOtherInstances
            ? conversations.BuryAsync(sessionId, CancellationToken.None)
            : conversations.EraseAsync(sessionId, CancellationToken.None));

        // Those that were taken up by their claim in between, as if they had been cut off; without the conversation no other one is.
        await EndTurnsAsync(sessionId);
        turns.CloseSession(sessionId);
    }

    private async Task EndTurnsAsync(string sessionId)
    {
        await turns.CancelSessionAsync(sessionId);
        foreach (var turn in await journals.DeleteSessionAsync(sessionId, CancellationToken.None))
        {
            await scheduler.StopAsync(turn);
        }

        // Those that went on in between; without a journal no other one does.
        await turns.CancelSessionAsync(sessionId);
    }
}
