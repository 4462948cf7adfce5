using DigitalTwin.Notices;

namespace DigitalTwin.Inbox;

/// <summary>What the owner is told of the inbox; the words are the items', as long as there are any.</summary>
internal sealed class InboxNotices(OwnerInbox inbox, OwnerTime clock) : INoticeWords
{
    private const int LongestWords = 1_000;

    /// <summary>A visitor left a message.</summary>
    public static Notice Of(Lead lead)
        => new(0, NoticeTypes.Lead, default, $"lead-{lead.Id}") { Item = lead.Id, Session = lead.SessionId };

    /// <summary>A visitor asked for the person.</summary>
    public static Notice Of(HandOver handOver)
        => new(0, NoticeTypes.HandOver, default, $"hand-over-{handOver.Id}") { Item = handOver.Id, Session = handOver.SessionId };

    /// <summary>A visitor was told when the person replies, and that is soon.</summary>
    public static Notice Due(HandOver handOver)
        => new(0, NoticeTypes.HandOverDue, default, $"due-{handOver.Id}") { Item = handOver.Id, Session = handOver.SessionId };

    /// <inheritdoc/>
    public async Task<string?> FindAsync(Notice notice, CancellationToken cancellationToken) => notice switch
    {
        { Type: NoticeTypes.Lead, Item: { } item } => await inbox.Leads.FindAsync(item, cancellationToken) is { } lead
            ? Cut($"{lead.Name} left a message ({lead.Contact}):\n{lead.Message}")
            : null,
        { Type: NoticeTypes.HandOver or NoticeTypes.HandOverDue, Item: { } item }
            => await inbox.HandOvers.FindAsync(item, cancellationToken) is { } handOver ? Cut(Words(notice, handOver)) : null,
        _ => null,
    };

    private string Words(Notice notice, HandOver handOver)
    {
        var by = handOver.DueAt is { } due ? $" You promised to reply by {clock.Words(due)}." : "";
        return notice.Type == NoticeTypes.HandOver
            ? $"A visitor asks for you.{by}\n{handOver.Reason}"
            : $"A visitor still waits for your reply.{by}\n{handOver.Reason}";
    }

    private static string Cut(string text) => text.Length <= LongestWords ? text : text[..LongestWords] + "…";
}
