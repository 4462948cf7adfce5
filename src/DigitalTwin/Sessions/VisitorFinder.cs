using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DigitalTwin.Conversations;
using DigitalTwin.Inbox;

namespace DigitalTwin.Sessions;

/// <summary>Finds the sessions of a visitor by what they can be reached by, wherever they said it.</summary>
internal sealed class VisitorFinder(ConversationStore conversations, OwnerInbox inbox)
{
    private const int Page = 200;

    /// <summary>The sessions in which a contact was given, or said. Reads all there are.</summary>
    public async Task<IReadOnlyCollection<string>> SessionsOfAsync(string contact, CancellationToken cancellationToken)
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
            if (page.Any(message => message.IsFromVisitor && wanted.IsIn(message.Text)))
            {
                return true;
            }

            before = page.Count == 0 ? 0 : page[^1].Number;
        }

        return false;
    }
}

/// <summary>
/// A contact as it may be written, and not as a part of another one: an e-mail address or an address on the web in any case, a number with
/// anything between its digits, with its country's code or without.
/// </summary>
internal sealed partial class ContactText
{
    // A number with less in common may be another one.
    private const int LeastInCommon = 8;
    private const int LongestPrefix = 4;

    private readonly string digits;
    private readonly Regex? written;

    public ContactText(string contact)
    {
        var plain = Plain(contact).Trim();
        digits = plain.Any(char.IsLetter) ? "" : Digits(plain);
        var address = Scheme().Replace(plain, "").TrimEnd('/');
        written = digits.Length > 0
            ? null
            : new Regex(
                $@"(?<![\w+-]|\w\.)(?:www\.)?{Regex.Escape(address)}(?![\w-]|\.\w|@)",
                RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    /// <summary>Whether a text is one contact, and nothing beside it.</summary>
    public static bool IsOne(string contact)
        => ContactDetails.IsIn(contact) && !(contact.Any(char.IsLetter) && contact.Trim().Any(char.IsWhiteSpace));

    /// <summary>Whether a text has it.</summary>
    public bool IsIn(string text)
        => written?.IsMatch(Plain(text)) ?? Number().Matches(text).Any(number => IsSame(Digits(number.Value)));

    private bool IsSame(string other)
    {
        var (one, two) = digits.Length >= other.Length ? (digits, other) : (other, digits);
        return one == two
            || (two.Length >= LeastInCommon && one.Length - two.Length <= LongestPrefix && one.EndsWith(two, StringComparison.Ordinal));
    }

    // Without what is dialled before it.
    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit)).TrimStart('0');

    private static string Plain(string text)
        => string.Concat(text.Normalize(NormalizationForm.FormC).Where(c => char.GetUnicodeCategory(c) != UnicodeCategory.Format));

    [GeneratedRegex(@"\A(?:https?://)?(?:www\.)?", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"(?<![\w.])\+?\(?\d(?:[ ()/.-]{0,3}\d){4,}(?!\w)")]
    private static partial Regex Number();
}
