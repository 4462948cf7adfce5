using DigitalTwin.Conversations;
using DigitalTwin.Conversations.Listing;
using DigitalTwin.Inbox;
using DigitalTwin.Sessions;

namespace DigitalTwin.Transcripts;

/// <summary>
/// Finds conversations with a bounded number of reads a page, however many there are: one of the list, or one of the inbox and one for each
/// conversation on the page. Filters that have no list look through one larger page and say where it goes on.
/// </summary>
internal sealed class ConversationSearch(ConversationIndex index, ConversationStore conversations, OwnerInbox inbox)
{
    /// <summary>How many rows are looked through for a page that is filtered.</summary>
    public const int Scanned = 200;

    // The order of digits and letters in keys: before all of them, and after.
    private const string First = "0";
    private const string End = ":";

    /// <summary>A page of conversations.</summary>
    public Task<ConversationPage> FindAsync(ConversationQuery query, CancellationToken cancellationToken)
        => query.Kind is null ? FindInListAsync(query, cancellationToken) : FindInInboxAsync(query, cancellationToken);

    private async Task<ConversationPage> FindInListAsync(ConversationQuery query, CancellationToken cancellationToken)
    {
        // Newest first: the day's end is where it begins.
        var range = (
            query.Until is { } until ? ListedConversation.KeyOf(until.AddTicks(-1)) : First,
            query.From is { } from ? ListedConversation.KeyOf(from.AddTicks(-1)) : End);
        var page = await index.ReadAsync(query.Mark, range, query.Before, query.IsPlain ? query.Limit : Scanned, cancellationToken);
        if (query.IsPlain)
        {
            return page;
        }

        var found = page.Conversations.Where(query.Matches).ToList();
        return found.Count <= query.Limit
            ? page with { Conversations = found }
            : new ConversationPage([.. found.Take(query.Limit)], found[query.Limit - 1].Key);
    }

    private async Task<ConversationPage> FindInInboxAsync(ConversationQuery query, CancellationToken cancellationToken)
    {
        var (sessions, next) = query.Kind switch
        {
            "leads" => await PageAsync(inbox.Leads, query, lead => Is(query.Person, lead) ? [lead.SessionId] : [], cancellationToken),
            "questions" => await PageAsync(inbox.Questions, query, each => each.Asked.Select(asked => asked.SessionId), cancellationToken),
            "hand-overs" => await PageAsync(inbox.HandOvers, query, each => [each.SessionId], cancellationToken),
            _ => await PageAsync(inbox.Feedback, query, each => [each.SessionId], cancellationToken),
        };
        var found = new List<ListedConversation>();
        foreach (var session in sessions)
        {
            // What was left outlives the conversation.
            if (await conversations.GetHeaderAsync(session, cancellationToken) is { } header
                && ListedConversation.Of(session, header) is var each && query.Matches(each))
            {
                found.Add(each);
            }
        }

        return new ConversationPage(found, next);
    }

    private static async Task<(IReadOnlyList<string> Sessions, string? Next)> PageAsync<T>(
        InboxStore<T> items, ConversationQuery query, Func<T, IEnumerable<string>> sessionsOf, CancellationToken cancellationToken)
        where T : class, IInboxItem
    {
        var page = await items.PageAsync(null, query.Before, query.Limit, cancellationToken);
        return ([.. page.Items.SelectMany(sessionsOf).Distinct(StringComparer.Ordinal).Take(Scanned)], page.Next);
    }

    private static bool Is(string? person, Lead lead)
        => person is null
            || lead.Name.Contains(person, StringComparison.OrdinalIgnoreCase)
            || (ContactText.IsOne(person) && new ContactText(person).IsIn(lead.Contact));
}
