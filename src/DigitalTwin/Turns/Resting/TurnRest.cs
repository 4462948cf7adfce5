using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Events;
using DigitalTwin.Turns.Journal;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Turns.Resting;

/// <summary>What is stored when a turn comes to rest: its end, or that it waits for a person.</summary>
internal sealed partial class TurnRest(ConversationStore conversations, TimeProvider time, ILogger<TurnRest> logger)
{
    /// <summary>Stores a turn that is over. What was said is stored, even if all clients have gone by now.</summary>
    /// <returns>Its last event, which its readers get once it is stored.</returns>
    public async Task<TurnEvent> StoreAsync(TurnJournal journal, BegunTurn begun, TurnEventWriter writer, string? errorCode)
    {
        var last = writer.End(errorCode is null ? null : Problems.ByCode(errorCode));
        if (!await conversations.EndTurnAsync(begun, writer.ToFinishedTurn(last, time.GetUtcNow()), CancellationToken.None))
        {
            // The turn was ended elsewhere in the meantime: that end is the one that counts.
            var stored = TurnEventJson.Decode((await conversations.GetTurnAsync(journal.Id, CancellationToken.None))!.Events!);
            last = new TurnEvent(last.Sequence, stored[^1].Type, stored[^1].Data, last.Run);
        }

        await journal.DeleteAsync();
        return last;
    }

    /// <summary>
    /// Ends a turn that failed by a defect: it is over, and may be tried again, unless storage failed, which is retried later, or it waits.
    /// </summary>
    /// <returns>Its last event.</returns>
    public async Task<TurnEvent> GiveUpAsync(TurnJournal journal, BegunTurn begun, TurnEventWriter writer, Problem problem)
    {
        writer.Start();
        var last = writer.End(problem);
        if (problem != Problems.StorageUnavailable && problem != Problems.StorageFull && journal.Header.Wait is null)
        {
            try
            {
                await conversations.EndTurnAsync(begun, writer.ToVoidTurn(last, time.GetUtcNow()), CancellationToken.None);
                await journal.DeleteAsync();
            }
            catch (Exception error)
            {
                // Its readers are told all the same.
                LogNotEnded(logger, journal.Id, error);
            }
        }

        return last;
    }

    /// <summary>Has the owner's list say that a turn waits. The wait is kept whatever becomes of that.</summary>
    public async Task ListAsWaitingAsync(string sessionId)
    {
        try
        {
            await conversations.ChangeAsync(sessionId, header => header.Waits(), CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or SessionErasedException)
        {
            LogNotListed(logger, error);
        }
    }

    [LoggerMessage(EventId = 5009, Level = LogLevel.Error, Message = "The end of turn {TurnId} could not be stored")]
    private static partial void LogNotEnded(ILogger logger, TurnId turnId, Exception error);

    [LoggerMessage(EventId = 5008, Level = LogLevel.Warning, Message = "A conversation that waits could not be listed as such")]
    private static partial void LogNotListed(ILogger logger, Exception error);
}
