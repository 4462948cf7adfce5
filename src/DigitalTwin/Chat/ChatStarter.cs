using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Notices;
using DigitalTwin.Rates;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Events;
using DigitalTwin.Turns.Running;
using DigitalTwin.Turns.Workflows;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Chat;

/// <summary>A visitor's turn that was begun, or found.</summary>
/// <param name="Feed">Its events.</param>
/// <param name="Ticket">A newly issued one.</param>
internal sealed record StartedChat(TurnFeed Feed, SessionTicket Ticket);

/// <summary>Begins a visitor's turns, or finds the one that a message sent twice has begun.</summary>
internal sealed class ChatStarter(
    TicketService tickets,
    ConversationStore conversations,
    RunningTurns turns,
    TurnFeeds feeds,
    TurnStarter starter,
    TurnSlots slots,
    MessageBursts bursts,
    NoticeOutbox outbox,
    SessionAddresses addresses,
    IOptions<LimitsOptions> limits,
    TimeProvider time)
{
    /// <summary>Begins the turn of a message.</summary>
    /// <param name="visitor">Who sends it.</param>
    /// <param name="request">The message.</param>
    /// <param name="isWatched">Whether the client watches the reply being written.</param>
    /// <param name="cancellationToken">Ends the waiting for the turn to begin.</param>
    /// <exception cref="ProblemException">Another message was sent under this id, or no turn can begin now.</exception>
    public async Task<StartedChat> StartAsync(
        Visitor visitor, ChatRequest request, bool isWatched, CancellationToken cancellationToken)
    {
        var sessionId = visitor.SessionId ?? visitor.NewSessionId!;
        addresses.Remember(sessionId, visitor.Address);
        var start = StartOf(sessionId, visitor, request);
        RunningTurn Begin(Conversation conversation)
            => starter.Begin(For(conversation, start), conversation, isWatched, request.Attachments);

        // Before anything begins: without a ticket the visitor could never come back to it.
        var ticket = await tickets.IssueAsync(visitor, sessionId, cancellationToken);

        var feed = (turns.Find(start.Id) is not null ? await FindAsync(start, cancellationToken) : null)
            ?? await BeginAsync(start, visitor, Begin, cancellationToken);
        return new StartedChat(feed, ticket);
    }

    /// <summary>The turn that a message's id has begun, whatever the message was, or <see langword="null"/>.</summary>
    public async Task<StartedChat?> FindAsync(Visitor visitor, string? messageId, CancellationToken cancellationToken)
        => visitor.SessionId is { } sessionId && messageId is not null
            && await feeds.FindAsync(TurnId.For(sessionId, messageId), cancellationToken) is { } feed
                ? new StartedChat(feed, await tickets.IssueAsync(visitor, sessionId, cancellationToken))
                : null;

    private async Task<TurnFeed> BeginAsync(
        TurnStart start, Visitor visitor, Func<Conversation, RunningTurn> begin, CancellationToken cancellationToken)
    {
        var conversation = visitor.SessionId is null
            ? Conversation.Empty(start.Id.SessionId)
            : await conversations.FindAsync(start.Id.SessionId, cancellationToken);
        if (visitor.SessionId is not null && conversation.Header is null)
        {
            // A ticket opens a session and makes none: this one was erased, or is over.
            throw new ProblemException(Problems.SessionNotFound);
        }

        var isKnown = conversation.Header?.RecentTurns.Contains(start.Id.Key) == true;
        if (isKnown && await FindAsync(start, cancellationToken) is { } known)
        {
            return known;
        }

        using var slot = await slots.EnterAsync(visitor.Address, cancellationToken);
        if (await bursts.JoinAsync(start.Id))
        {
            // The message before is kept, and the conversation knows that it has no answer of its own.
            conversation = await conversations.FindAsync(start.Id.SessionId, cancellationToken);
        }

        var opened = await feeds.OpenAsync(start.Id, Begin, cancellationToken);
        if (opened is not null && For(conversation, start).Workflow == PersonWorkflow.WorkflowName)
        {
            var key = $"message-{start.Id}";
            outbox.Tell(new Notice(0, NoticeTypes.Message, default, key) { Session = start.Id.SessionId });
        }

        return opened
            ?? await FindAsync(start, cancellationToken)
            ?? throw new ProblemException(Problems.StorageUnavailable);

        RunningTurn Begin()
        {
            var turn = begin(conversation);
            slot.KeepFor(turn.Work);
            bursts.Began(turn, start.Pictures > 0);
            return turn;
        }
    }

    private async Task<TurnFeed?> FindAsync(TurnStart start, CancellationToken cancellationToken)
    {
        var feed = await feeds.FindAsync(start.Id, cancellationToken);
        if (feed is { MessageHash: { Length: > 0 } known } && known != StoredTurn.HashOf(start.Message))
        {
            feed.Dispose();
            throw new ProblemException(Problems.MessageIdReused, null, ["messageId"]);
        }

        if (feed is { MayBeRepeated: true })
        {
            feed.Dispose();
            return null;
        }

        return feed;
    }

    private TurnStart For(Conversation conversation, TurnStart start)
        => PersonWorkflow.Of(start, conversation.Header, time.GetUtcNow()) with { Locale = start.Locale ?? conversation.Header?.Locale };

    private TurnStart StartOf(string sessionId, Visitor visitor, ChatRequest request)
    {
        var messageId = request.MessageId ?? Guid.NewGuid().ToString("N");
        return new TurnStart
        {
            Id = TurnId.For(sessionId, messageId),
            Workflow = request.Workflow,
            Limit = request.Limit,
            StartedAt = time.GetUtcNow(),
            Limits = limits.Value.Snapshot(),
            MessageId = messageId,
            Message = request.Message!,
            Locale = request.Locale,
            Pictures = request.Attachments?.Count ?? 0,
            Origin = visitor.Site,
        };
    }
}
