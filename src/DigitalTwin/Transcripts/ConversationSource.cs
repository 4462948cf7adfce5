using DigitalTwin.Conversations.Listing;
using DigitalTwin.Search;

namespace DigitalTwin.Transcripts;

/// <summary>The owner's conversations, newest first, by their titles and by how visitors began them.</summary>
internal sealed class ConversationSource(ConversationSearch search) : ISearchSource
{
    /// <inheritdoc/>
    public string Scope => "conversations";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OwnerHit>> FindAsync(string query, int limit, CancellationToken cancellationToken)
    {
        var wanted = new ConversationQuery { Mark = ConversationMark.All, Text = query, Limit = limit };
        var page = await search.FindAsync(wanted, cancellationToken);
        return [.. page.Conversations.Select(
            each => new OwnerHit("conversation", each.SessionId, each.Title ?? each.FirstMessage, each.FirstMessage, 0))];
    }
}
