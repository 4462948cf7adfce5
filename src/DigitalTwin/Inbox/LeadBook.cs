using DigitalTwin.Notices;

namespace DigitalTwin.Inbox;

/// <summary>Accepts the messages that visitors leave for the owner.</summary>
internal sealed class LeadBook(OwnerInbox inbox, NoticeOutbox outbox)
{
    /// <summary>Most characters of a name and of a contact.</summary>
    public const int LongestField = 200;

    /// <summary>Most characters of a message.</summary>
    public const int LongestMessage = 4_000;

    /// <summary>Adds a message to the inbox; added twice with the same key, it is there once.</summary>
    /// <param name="lead">The message; its id is made here.</param>
    /// <param name="key">The idempotency key of the message.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task LeaveAsync(Lead lead, string key, CancellationToken cancellationToken)
    {
        var id = InboxStore<Lead>.IdOf(lead.At, key);
        var tidy = lead with
        {
            Id = id,
            Name = lead.Name.Trim(),
            Contact = lead.Contact.Trim(),
            Message = lead.Message.Trim(),
        };
        await inbox.Leads.AddAsync(id, tidy, cancellationToken, InboxNotices.Of(tidy));
        outbox.Drain(InboxStore<Lead>.Table, OwnerInbox.LeadsPartition);
    }
}
