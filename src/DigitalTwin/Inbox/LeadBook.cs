namespace DigitalTwin.Inbox;

/// <summary>Takes the messages that visitors leave for the owner.</summary>
internal sealed class LeadBook(OwnerInbox inbox)
{
    /// <summary>Most characters of a name and of a contact.</summary>
    public const int LongestField = 200;

    /// <summary>Most characters of a message.</summary>
    public const int LongestMessage = 4_000;

    // Of one session; a visitor with more to say than this is not one.
    private const int MostLeads = 20;

    /// <summary>Puts a message into the inbox; left twice under the same key, it is there once.</summary>
    /// <param name="lead">The message; its id is made here.</param>
    /// <param name="key">Names the message.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>False where the session has left too many.</returns>
    public async Task<bool> LeaveAsync(Lead lead, string key, CancellationToken cancellationToken)
    {
        if ((await inbox.Leads.ListAsync(cancellationToken)).Count(each => each.SessionId == lead.SessionId) >= MostLeads)
        {
            return false;
        }

        var id = InboxStore<Lead>.IdOf(lead.At, key);
        await inbox.Leads.AddAsync(id, lead with { Id = id, Name = lead.Name.Trim(), Contact = lead.Contact.Trim(), Message = lead.Message.Trim() }, cancellationToken);
        return true;
    }
}
