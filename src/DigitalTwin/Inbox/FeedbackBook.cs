using DigitalTwin.Conversations;
using DigitalTwin.Turns.Api;
using DigitalTwin.Turns.Events;

namespace DigitalTwin.Inbox;

/// <summary>Keeps what visitors think of replies, one rating a turn.</summary>
internal sealed class FeedbackBook(OwnerInbox inbox, ConversationStore conversations)
{
    /// <summary>Most ratings that are kept; the oldest make room.</summary>
    public const int MostRatings = 500;

    /// <summary>Keeps, changes or takes back the rating of a reply.</summary>
    /// <returns>False where there is no such finished turn.</returns>
    public async Task<bool> RateAsync(TurnId turn, FeedbackRating rating, string? note, CancellationToken cancellationToken)
    {
        if (await conversations.GetTurnAsync(turn, cancellationToken) is not { } stored)
        {
            return false;
        }

        var id = InboxStore<Feedback>.IdOf(stored.At, turn.ToString());
        if (rating == FeedbackRating.None)
        {
            await inbox.Feedback.DeleteAsync(id, cancellationToken);
        }
        else if (await inbox.Feedback.UpdateAsync(id, now => now with { Rating = rating, Note = note ?? (now.Rating == rating ? now.Note : null) }, cancellationToken) is null)
        {
            await AddAsync(id, turn, stored, rating, note, cancellationToken);
        }

        return true;
    }

    private async Task AddAsync(string id, TurnId turn, StoredTurn stored, FeedbackRating rating, string? note, CancellationToken cancellationToken)
    {
        foreach (var old in (await inbox.Feedback.ListAsync(cancellationToken)).Skip(MostRatings - 1))
        {
            await inbox.Feedback.DeleteAsync(old.Id, cancellationToken);
        }

        // As it was said then: the conversation may be gone, or long, when the owner reads this.
        var view = TurnView.From(TurnEventJson.Decode(stored.Events));
        var asked = (await conversations.LoadAsync(turn.SessionId, cancellationToken)).Recent.LastOrDefault(message => message.IsFromVisitor && message.Id == view.MessageId);
        await inbox.Feedback.AddAsync(id, new Feedback(id, rating, note, asked?.Text ?? "", view.Reply, turn.SessionId, turn.ToString(), stored.At), cancellationToken);
    }
}
