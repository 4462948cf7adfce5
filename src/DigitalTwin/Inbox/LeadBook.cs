using DigitalTwin.Tools;

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
    /// <exception cref="ToolException">The session has left too many.</exception>
    public async Task<Lead> LeaveAsync(Lead lead, string key, CancellationToken cancellationToken)
    {
        if ((await inbox.Leads.ListAsync(cancellationToken)).Count(each => each.SessionId == lead.SessionId) >= MostLeads)
        {
            throw new ToolException("This visitor has left many messages already. The person will read those first.");
        }

        var id = InboxStore<Lead>.IdOf(lead.At, key);
        lead = lead with { Id = id, Name = lead.Name.Trim(), Contact = lead.Contact.Trim(), Message = lead.Message.Trim() };
        await inbox.Leads.AddAsync(id, lead, cancellationToken);
        return lead;
    }
}
