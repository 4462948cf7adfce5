using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflow;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Chat;

/// <summary>A visitor's turn that was begun, or found.</summary>
/// <param name="Id">The turn.</param>
/// <param name="Watch">A look at it.</param>
/// <param name="Ticket">A fresh one.</param>
internal sealed record StartedChat(TurnId Id, TurnWatch Watch, SessionTicket Ticket);

/// <summary>Begins a visitor's turns, or finds the one that a message sent twice has begun.</summary>
internal sealed class ChatStarter(
    RequestGate gate,
    ConversationStore conversations,
    TurnSource source,
    TurnRegistry registry,
    TurnRunner runner,
    ITurnEngine engine,
    JournalStore journals,
    IOptions<LimitsOptions> limits,
    TimeProvider time)
{
    /// <summary>Begins the turn of a message.</summary>
    /// <exception cref="ProblemException">Another message was sent under this id, or no turn can begin now.</exception>
    public async Task<StartedChat> StartAsync(Visitor visitor, ChatRequest request, CancellationToken cancellationToken)
    {
        var sessionId = visitor.SessionId ?? SessionId.New();

        // A message without an id of its own cannot be one that was sent before.
        var mayBeKnown = visitor.SessionId is not null && request.MessageId is not null;
        var start = Begin(TurnId.For(sessionId, request.MessageId ??= Guid.NewGuid().ToString("N")), request);

        // Before anything begins: without a ticket the visitor could never come back to it.
        var ticket = await gate.IssueAsync(visitor, sessionId);
        var hash = StoredTurn.HashOf(start.Message);
        if (await FindAsync(start.Id, hash, mayBeKnown, cancellationToken) is { } known)
        {
            return new StartedChat(start.Id, known, ticket);
        }

        var conversation = visitor.SessionId is null ? Conversation.Empty(sessionId) : await conversations.LoadAsync(sessionId, cancellationToken);
        if (conversation.Header?.RecentTurns.Contains(start.Id.Key) == true && await conversations.GetTurnAsync(start.Id, cancellationToken) is { } stored)
        {
            CheckSame(hash, stored.MessageHash);
            return new StartedChat(start.Id, (await source.WatchAsync(start.Id, cancellationToken))!, ticket);
        }

        var watch = registry.Watch(start.Id);
        try
        {
            return new StartedChat(start.Id, source.Follow(watch, registry.Begin(start.Id, hash, turn => runner.RunAsync(turn, start, conversation, request.Attachments))), ticket);
        }
        catch
        {
            watch.Dispose();
            throw;
        }
    }

    /// <summary>The turn that a message's id has begun, whatever the message was, or <see langword="null"/>.</summary>
    public async Task<StartedChat?> FindAsync(Visitor visitor, string? messageId, CancellationToken cancellationToken)
    {
        if (visitor.SessionId is null || messageId is null)
        {
            return null;
        }

        var id = TurnId.For(visitor.SessionId, messageId);
        var isKnown = registry.Find(id) is not null || await engine.HoldsAsync(id, cancellationToken) || await conversations.GetTurnAsync(id, cancellationToken) is not null;
        return isKnown && await source.WatchAsync(id, cancellationToken) is { } watch ? new StartedChat(id, watch, await gate.IssueAsync(visitor, visitor.SessionId)) : null;
    }

    private async Task<TurnWatch?> FindAsync(TurnId id, string hash, bool mayBeKnown, CancellationToken cancellationToken)
    {
        if (registry.Find(id) is { } running)
        {
            CheckSame(hash, running.MessageHash);
            return (await source.WatchAsync(id, cancellationToken))!;
        }

        if (mayBeKnown && await engine.HoldsAsync(id, cancellationToken) && await journals.FindAsync(id, cancellationToken) is { } held)
        {
            CheckSame(hash, StoredTurn.HashOf(held.Header.Start.Message));
            return await source.WatchAsync(id, cancellationToken);
        }

        return null;
    }

    private TurnStart Begin(TurnId id, ChatRequest request) => new()
    {
        Id = id,
        Workflow = AgentTurn.WorkflowName,
        StartedAt = time.GetUtcNow(),
        Limits = limits.Value.Snapshot(),
        MessageId = request.MessageId!,
        Message = request.Message!,
        Locale = request.Locale,
        Pictures = request.Attachments?.Count ?? 0,
    };

    private static void CheckSame(string hash, string? known)
    {
        if (!string.IsNullOrEmpty(known) && hash != known)
        {
            throw new ProblemException(Problems.MessageIdReused, null, ["messageId"]);
        }
    }
}
