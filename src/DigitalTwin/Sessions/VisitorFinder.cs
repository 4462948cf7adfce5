using DigitalTwin.Conversations;
using DigitalTwin.Inbox;

namespace DigitalTwin.Sessions;

/// <summary>Finds the sessions of a visitor by what they can be reached by, wherever they said it.</summary>
internal sealed class VisitorFinder(ConversationStore conversations, OwnerInbox inbox)
{
    private const int Page = 200;

    /// <summary>The sessions in which a contact was given, or said. Reads all there are.</summary>
    public async Task<IReadOnlySet<string>> SessionsOfAsync(string contact, CancellationToken cancellationToken)
    {
        var wanted = new ContactText(contact);
        var found = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var lead in inbox.Leads.AllAsync(cancellationToken))
        {
            Add(lead.SessionId, lead.Contact, lead.Name, lead.Message);
        }

        await foreach (var question in inbox.Questions.AllAsync(cancellationToken))
        {
            question.Asked.ToList().ForEach(asked => Add(asked.SessionId, asked.Question));
        }

        await foreach (var handOver in inbox.HandOvers.AllAsync(cancellationToken))
        {
            Add(handOver.SessionId, handOver.Reason, handOver.Reply ?? "");
        }

        await foreach (var feedback in inbox.Feedback.AllAsync(cancellationToken))
        {
            Add(feedback.SessionId, feedback.Note ?? "", feedback.Question);
        }

        await foreach (var (session, header) in conversations.FindAllAsync(cancellationToken))
        {
            if (!found.Contains(session) && await IsInAsync(session, header, wanted, cancellationToken))
            {
                found.Add(session);
            }
        }

        return found;

        void Add(string session, params ReadOnlySpan<string> texts)
        {
            foreach (var text in texts)
            {
                if (wanted.IsIn(text))
                {
                    found.Add(session);
                }
            }
        }
    }

    private async Task<bool> IsInAsync(string session, ConversationHeader header, ContactText wanted, CancellationToken cancellationToken)
    {
        if (wanted.IsIn(header.Summary))
        {
            return true;
        }

        for (var before = header.Messages + 1; before > 1;)
        {
            var page = await conversations.GetMessagesAsync(session, before, Page, cancellationToken);
            if (page.Any(message => wanted.IsIn(message.Text)))
            {
                return true;
            }

            before = page.Count == 0 ? 0 : page[^1].Number;
        }

        return false;
    }
}

/// <summary>A contact as it may be written: letters in any case, the digits of a number with anything between them.</summary>
internal sealed class ContactText(string contact)
{
    private readonly string wanted = contact.Trim();
    private readonly string digits = contact.Any(char.IsLetter) ? "" : DigitsOf(contact);

    /// <summary>Whether a text has it.</summary>
    public bool IsIn(string text)
        => digits.Length > 0
            ? DigitsOf(text).Contains(digits, StringComparison.Ordinal)
            : text.Contains(wanted, StringComparison.OrdinalIgnoreCase);

    private static string DigitsOf(string text) => string.Concat(text.Where(char.IsAsciiDigit));
}
