using DigitalTwin.Conversations;
using DigitalTwin.Inbox;
using DigitalTwin.Media;
using DigitalTwin.Storage;
using DigitalTwin.Turns.Journal;

namespace DigitalTwin.Sessions;

/// <summary>Gathers what is kept of a visitor, wherever it is: what <see cref="SessionEraser"/> removes, this shows.</summary>
internal sealed class SessionExporter(
    ConversationStore conversations, JournalStore journals, PictureStore pictures, OwnerInbox inbox, TimeProvider time)
{
    public async Task<SessionExport> ExportAsync(string sessionId, ConversationHeader header, CancellationToken cancellationToken)
    {
        var kept = await inbox.ReadSessionAsync(sessionId, cancellationToken);
        return new SessionExport(
            SessionView.Of(sessionId, header),
            header.Summary,
            [.. (await ReadMessagesAsync(sessionId, header, cancellationToken)).Select(MessageView.Of)],
            await ReadOpenTurnsAsync(sessionId, cancellationToken),
            kept.Leads,
            kept.HandOvers,
            [.. kept.Questions.SelectMany(question => question.Asked).Where(asked => asked.SessionId == sessionId)],
            kept.Feedback,
            await pictures.AllAsync(sessionId, cancellationToken),
            time.GetUtcNow());
    }

    private async Task<List<StoredMessage>> ReadMessagesAsync(
        string sessionId, ConversationHeader header, CancellationToken cancellationToken)
    {
        var messages = new List<StoredMessage>();
        for (var before = header.Messages + 1; before > 1;)
        {
            var page = await conversations.GetMessagesAsync(sessionId, before, RowLimits.QueryRows, cancellationToken);
            messages.AddRange(page);
            before = page.Count == 0 ? 0 : page[^1].Number;
        }

        messages.Reverse();
        return messages;
    }

    private async Task<List<OpenTurnExport>> ReadOpenTurnsAsync(string sessionId, CancellationToken cancellationToken)
    {
        var open = new List<OpenTurnExport>();
        await foreach (var header in journals.FindAllAsync(cancellationToken))
        {
            if (header.Start.Id.SessionId == sessionId && await journals.LoadAsync(header.Start.Id, cancellationToken) is { } journal)
            {
                using (journal)
                {
                    var start = header.Start;
                    open.Add(new OpenTurnExport(journal.Id.ToString(), start.Message, [.. AnswersIn(journal)], start.StartedAt));
                }
            }
        }

        return open;
    }

    private static IEnumerable<string> AnswersIn(TurnJournal journal)
        => journal.Waits.Select(StepKinds.Wait.ResultOf).Where(outcome => outcome is { Text.Length: > 0 }).Select(outcome => outcome!.Text);
}
