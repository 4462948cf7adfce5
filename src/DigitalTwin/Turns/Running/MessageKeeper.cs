using DigitalTwin.Conversations;
using DigitalTwin.Media;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Turns.Running;

/// <summary>
/// Keeps a visitor's message before any model is called: it is answered then, whatever becomes of this process, and not paid for twice.
/// </summary>
internal sealed class MessageKeeper(ConversationStore conversations, JournalStore journals, PictureStore pictures)
{
    /// <summary>Keeps a message and claims its turn. What comes of it, <see cref="RunningTurn.Begun"/> tells.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="start">What it begins with.</param>
    /// <param name="conversation">What was said before, as far as it is known here.</param>
    /// <param name="shown">The pictures that came with the message; kept first, so that no message is without its own.</param>
    /// <returns><see langword="null"/> where the turn was begun before, or the message could not be kept.</returns>
    public async Task<BegunTurn?> KeepAsync(
        RunningTurn turn, TurnStart start, Conversation conversation, IReadOnlyList<Picture> shown)
    {
        try
        {
            if (shown.Count > 0)
            {
                await pictures.AddAsync(turn.Id, shown, CancellationToken.None);
            }

            var begun = await conversations.BeginTurnAsync(conversation, start.ToNewTurn(journals.ClaimOf(start)), CancellationToken.None);
            turn.Begin(begun is not null);
            return begun;
        }
        catch (SessionErasedException error)
        {
            await pictures.EraseAsync(turn.Id.SessionId, CancellationToken.None);
            turn.Fail(error);
            return null;
        }
        catch (Exception error)
        {
            turn.Fail(error);
            return null;
        }
    }
}
