using DigitalTwin.Activities;
using DigitalTwin.Conversations;
using DigitalTwin.Conversations.Listing;
using DigitalTwin.Inbox;
using DigitalTwin.Media;
using DigitalTwin.Storage;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Running;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Sessions;

/// <summary>
/// Erases conversations that nobody came back to, and has turns go on that were cut off and that no client asks for. Hosts run it once a
/// day.
/// </summary>
internal sealed partial class RetentionSweep(
    ConversationStore conversations,
    PictureStore pictures,
    OwnerInbox inbox,
    ActivityStore activities,
    IErasedSpace space,
    JournalStore journals,
    CutOffTurns cutOff,
    ConversationIndex list,
    IOptions<RetentionOptions> options,
    TimeProvider time,
    ILogger<RetentionSweep> logger)
{
    private static readonly TimeSpan Recent = TimeSpan.FromDays(2);

    /// <summary>Erases what is over its time and returns how many conversations that were.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var since = time.GetUtcNow() - TimeSpan.FromDays(options.Value.Days);
        var erased = new HashSet<string>(StringComparer.Ordinal);

        // What a visitor or the owner is still waited for is not over, however long ago it began.
        var waiting = await journals.FindAllAsync(cancellationToken)
            .Select(header => header.Start.Id.SessionId)
            .ToHashSetAsync(cancellationToken: cancellationToken);
        await foreach (var (sessionId, header) in conversations.FindAllAsync(cancellationToken))
        {
            // A visitor may have come back since it was found.
            if (header.LastActivityAt < since
                && !waiting.Contains(sessionId)
                && await conversations.IsIdleAsync(sessionId, since, cancellationToken))
            {
                await pictures.EraseAsync(sessionId, cancellationToken);
                await conversations.EraseAsync(sessionId, cancellationToken);
                erased.Add(sessionId);
            }
            else
            {
                await cutOff.TakeUpAsync(sessionId, header, cancellationToken);

                // A crash may have kept it out of the list; older ones were swept before.
                if (header.LastActivityAt > time.GetUtcNow() - Recent)
                {
                    await list.WriteAsync(sessionId, header, cancellationToken);
                }
            }
        }

        // What they thought of a reply goes with the reply; all else that they left has its own time.
        await inbox.EraseFeedbackAsync(erased, cancellationToken);
        await inbox.EraseOldAsync(options.Value.ToAges(), time.GetUtcNow(), cancellationToken);
        await activities.SealAsync(cancellationToken);
        await activities.EraseOldAsync(TimeSpan.FromDays(options.Value.ActivityDays), cancellationToken);
        await space.OverwriteAsync(evenIfLarge: true);
        LogSwept(logger, erased.Count, options.Value.Days);
        return erased.Count;
    }

    [LoggerMessage(EventId = 4001, Level = LogLevel.Information,
        Message = "Retention: {Count} conversations without a message for {Days} days erased")]
    private static partial void LogSwept(ILogger logger, int count, int days);
}
