using System.Globalization;
using DigitalTwin.Conversations.Listing;
using DigitalTwin.Inbox;
using DigitalTwin.Notices;
using DigitalTwin.Storage;
using DigitalTwin.Usage;

namespace DigitalTwin.Watches;

/// <summary>Once a day, at the hour that the owner chose: what the last day brought, and what waits.</summary>
internal sealed class DailyDigest(
    NoticeLog log, OwnerTime clock, ConversationIndex conversations, OwnerInbox inbox,
    LedgerStore ledger, LimitsBook limits, TimeProvider time)
{
    /// <summary>Makes the digest of the day, where it is due and was not made.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (clock.DigestDay() is { } day)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"digest-{day:yyyy-MM-dd}");
            if (!await log.HasAsync(key, cancellationToken))
            {
                var words = await WordsAsync(cancellationToken);
                await log.AddAsync(new Notice(0, NoticeTypes.Digest, default, key) { Detail = words }, cancellationToken);
            }
        }
    }

    private async Task<string> WordsAsync(CancellationToken cancellationToken)
    {
        var all = await CountAsync(ConversationMark.All, cancellationToken);
        var unanswered = await CountAsync(ConversationMark.Unanswered, cancellationToken);
        var leads = (await inbox.Leads.OpenAsync(cancellationToken)).Count;
        var asked = (await inbox.HandOvers.OpenAsync(cancellationToken)).Count;
        var questions = (await inbox.Questions.OpenAsync(cancellationToken)).Count;
        var (sum, _) = await ledger.SumsAsync(DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), cancellationToken);
        var currency = (await limits.CurrentAsync(cancellationToken)).Currency;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            Your twin, the last day: {all} conversations, {unanswered} with a question it could not answer.
            Waiting for you: {leads} messages, {asked} visitors who asked for you, {questions} open questions.
            Models this month: {sum.Spent / Ledger.Unit:0.00} {currency}.
            """);
    }

    // More than the store gives at once is a good day, whatever the number.
    private async Task<string> CountAsync(string mark, CancellationToken cancellationToken)
    {
        var since = ListedConversation.KeyOf(time.GetUtcNow().AddDays(-1));
        var page = await conversations.ReadAsync(mark, ("0", since), null, RowLimits.QueryRows, cancellationToken);
        return page.Conversations.Count.ToString(CultureInfo.InvariantCulture) + (page.Next is null ? "" : "+");
    }
}
