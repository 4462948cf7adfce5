using DigitalTwin.Conversations;
using DigitalTwin.Turns.Journal;

namespace DigitalTwin.Turns.Running;

/// <summary>Turns that a process claimed and that it did not live to end, or to write a journal of.</summary>
internal sealed class CutOffTurns(ConversationStore conversations, JournalStore journals, RunningTurns turns, ITurnScheduler scheduler)
{
    /// <summary>Has a turn go on whose process is gone; one that is worked on is left alone.</summary>
    /// <param name="claim">The turn's row; it has no journal.</param>
    public async Task TakeUpAsync(StoredTurn claim)
    {
        var header = JournalHeader.FromRow(claim.Row);
        if (turns.WasCutOff(header, journals) && await journals.TryAdoptAsync(header))
        {
            await scheduler.ContinueAsync(header.Start.Id);
        }
    }

    /// <summary>Looks through all sessions for such turns, for those that no client asks for. Costs a scan.</summary>
    public async Task TakeUpAllAsync(CancellationToken cancellationToken)
    {
        await foreach (var (sessionId, header) in conversations.FindAllAsync(cancellationToken))
        {
            await TakeUpAsync(sessionId, header, cancellationToken);
        }
    }

    /// <summary>Looks at a session's turns that are not over.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="header">Its header.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    public async Task TakeUpAsync(string sessionId, ConversationHeader header, CancellationToken cancellationToken)
    {
        foreach (var id in header.OpenTurns.Select(key => new TurnId(sessionId, key)))
        {
            // One with a journal is found by that.
            if (await conversations.GetTurnAsync(id, cancellationToken) is { IsOver: false } claim
                && await journals.FindAsync(id, cancellationToken) is null)
            {
                await TakeUpAsync(claim);
            }
        }
    }
}
