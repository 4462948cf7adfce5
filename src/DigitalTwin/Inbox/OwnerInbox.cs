using DigitalTwin.Hosting;
using DigitalTwin.Storage;

namespace DigitalTwin.Inbox;

/// <summary>The owner's inbox.</summary>
internal sealed class OwnerInbox(IRowStore rows)
{
    /// <summary>The partition of leads.</summary>
    public const string LeadsPartition = "leads";

    /// <summary>The partition of hand-overs.</summary>
    public const string HandOversPartition = "hand-overs";

    public InboxStore<Lead> Leads { get; } = new(rows, LeadsPartition, ProductJson.Api.Lead, lead => lead.State);

    public InboxStore<OpenQuestion> Questions { get; } = new(rows, "questions", ProductJson.Api.OpenQuestion, question => question.State);

    public InboxStore<HandOver> HandOvers { get; } = new(rows, HandOversPartition, ProductJson.Api.HandOver, handOver => handOver.State);

    public InboxStore<Feedback> Feedback { get; } = new(rows, "feedback", ProductJson.Api.Feedback, _ => InboxState.Open);

    /// <summary>A page of one kind of items, or the first pages of all kinds.</summary>
    public async Task<InboxView> ReadAsync(InboxQuery query, CancellationToken cancellationToken)
    {
        var leads = await PageAsync(Leads, InboxKind.Lead, query, cancellationToken);
        var questions = await PageAsync(Questions, InboxKind.Question, query, cancellationToken);
        var handOvers = await PageAsync(HandOvers, InboxKind.HandOver, query, cancellationToken);
        var feedback = await PageAsync(Feedback, InboxKind.Feedback, query, cancellationToken);
        var mostAsked = questions.Items.OrderBy(question => question.State)
            .ThenByDescending(question => question.Count)
            .ThenByDescending(question => question.LastAt);
        return new InboxView(leads.Items, [.. mostAsked], handOvers.Items, feedback.Items)
        {
            Next = new InboxNext(leads.Next, questions.Next, handOvers.Next, feedback.Next),
        };
    }

    private static Task<InboxPage<T>> PageAsync<T>(InboxStore<T> items, InboxKind kind, InboxQuery query, CancellationToken token)
        where T : class, IInboxItem
        => query.Kind is null || query.Kind == kind
            ? items.PageAsync(query.State, query.Before, query.Limit, token)
            : Task.FromResult(new InboxPage<T>([], null));

    /// <summary>Everything that came from a session, including the questions that it asked too.</summary>
    public async Task<InboxView> ReadSessionAsync(string sessionId, CancellationToken cancellationToken) => new(
        await Leads.WhereAsync(lead => lead.SessionId == sessionId, cancellationToken),
        await Questions.WhereAsync(question => IsAskedBy(question, sessionId), cancellationToken),
        await HandOvers.WhereAsync(handOver => handOver.SessionId == sessionId, cancellationToken),
        await Feedback.WhereAsync(feedback => feedback.SessionId == sessionId, cancellationToken));

    /// <summary>Deletes the ratings of sessions that are erased.</summary>
    public Task EraseFeedbackAsync(IReadOnlySet<string> sessions, CancellationToken cancellationToken)
        => Feedback.EraseWhereAsync(each => sessions.Contains(each.SessionId), cancellationToken);

    /// <summary>Deletes what is older than its kind may get.</summary>
    public async Task EraseOldAsync(InboxAges ages, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await Leads.EraseWhereAsync(lead => lead.At < now - ages.Leads, cancellationToken);
        await Questions.EraseWhereAsync(question => question.LastAt < now - ages.Questions, cancellationToken);
        await HandOvers.EraseWhereAsync(handOver => handOver.At < now - ages.HandOvers, cancellationToken);
    }

    /// <summary>Deletes an item.</summary>
    /// <returns>False where there is none.</returns>
    public Task<bool> EraseAsync(InboxKind kind, string id, CancellationToken cancellationToken) => kind switch
    {
        InboxKind.Lead => Leads.EraseAsync(id, cancellationToken),
        InboxKind.Question => Questions.EraseAsync(id, cancellationToken),
        InboxKind.HandOver => HandOvers.EraseAsync(id, cancellationToken),
        _ => Feedback.EraseAsync(id, cancellationToken),
    };

    /// <summary>Deletes what came from a session. A question that others asked too stays, without a trace of the session.</summary>
    public async Task EraseSessionAsync(string sessionId, CancellationToken cancellationToken)
    {
        await Leads.EraseWhereAsync(lead => lead.SessionId == sessionId, cancellationToken);
        await HandOvers.EraseWhereAsync(handOver => handOver.SessionId == sessionId, cancellationToken);
        await Feedback.EraseWhereAsync(feedback => feedback.SessionId == sessionId, cancellationToken);
        var asked = await Questions.WhereAsync(question => IsAskedBy(question, sessionId), cancellationToken);
        var shared = asked.ToLookup(question => question.Asked.Any(each => each.SessionId != sessionId));
        await Questions.EraseAsync(
            [.. shared[false].Select(question => question.Id)],
            [.. shared[true].Select(question => (question.Id, Without(question, sessionId)))],
            cancellationToken);
    }

    private static OpenQuestion Without(OpenQuestion question, string sessionId)
    {
        List<QuestionAsked> others = [.. question.Asked.Where(asked => asked.SessionId != sessionId)];
        return question with { Question = others[0].Question, Asked = others };
    }

    private static bool IsAskedBy(OpenQuestion question, string sessionId)
        => question.Asked.Any(asked => asked.SessionId == sessionId);
}
