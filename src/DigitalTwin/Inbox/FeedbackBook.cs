using DigitalTwin.Conversations;
using DigitalTwin.Turns.Api;
using DigitalTwin.Turns.Events;

namespace DigitalTwin.Inbox;

/// <summary>Keeps visitors' ratings of replies, one rating for each turn.</summary>
internal sealed class FeedbackBook(OwnerInbox inbox, ConversationStore conversations)
{
    /// <summary>Keeps, changes or deletes the rating of a reply.</summary>
    /// <returns>False where there is no such finished turn.</returns>
    public async Task<bool> RateAsync(TurnId turn, FeedbackRating rating, string? note, CancellationToken cancellationToken)
    {
        if (await conversations.GetTurnAsync(turn, cancellationToken) is not { IsOver: true } stored)
        {
            return false;
        }

        var id = InboxStore<Feedback>.IdOf(stored.At, turn.ToString());
        if (rating == FeedbackRating.None)
        {
            await inbox.Feedback.DeleteAsync(id, cancellationToken);
        }
        else if (await ChangeAsync(id, rating, note, cancellationToken) is null)
        {
            await AddAsync(id, turn, stored, rating, note, cancellationToken);
        }

        return true;
    }

    // A note stays unless the rating changes.
    private Task<Feedback?> ChangeAsync(
        string id,
        FeedbackRating rating,
        string? note,
        CancellationToken cancellationToken)
        => inbox.Feedback.UpdateAsync(
            id,
            now => now with { Rating = rating, Note = note ?? (now.Rating == rating ? now.Note : null) },
            cancellationToken);

    private async Task AddAsync(
        string id,
        TurnId turn,
        StoredTurn stored,
        FeedbackRating rating,
        string? note,
        CancellationToken cancellationToken)
    {
        // A copy of what was said: the conversation may be erased, or long, when the owner reads this.
        var view = TurnView.From(TurnEventJson.Decode(stored.Events!));
        var recent = (await conversations.LoadAsync(turn.SessionId, cancellationToken)).Recent;
        var asked = recent.LastOrDefault(message => message.IsFromVisitor && message.Id == view.MessageId)?.Text ?? "";
        var item = new Feedback(id, rating, note, asked, view.Reply, turn.SessionId, turn.ToString(), stored.At);
        await inbox.Feedback.AddAsync(id, item, cancellationToken);
    }
}
