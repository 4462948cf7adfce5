using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflow;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Chat;

/// <summary>The twin's front door.</summary>
internal sealed class ChatEndpoints(
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
    /// <summary><c>POST /api/chat</c>: one turn, as JSON or, where the client accepts <c>text/event-stream</c>, as server-sent events.</summary>
    public async Task<IResult> PostAsync(HttpContext http)
    {
        var visitor = await gate.EnterAsync(http);
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.ChatRequest);
        request.Check();
        var sessionId = visitor.SessionId ?? SessionId.New();

        // A message without an id of its own cannot be one that was sent before.
        var mayBeKnown = visitor.SessionId is not null && request.MessageId is not null;
        var start = Begin(TurnId.For(sessionId, request.MessageId ??= Guid.NewGuid().ToString("N")), request);

        // Before anything begins: without a ticket the visitor could never come back to it.
        var ticket = await gate.IssueAsync(visitor, sessionId);
        var watch = await StartAsync(start, visitor.SessionId is null, mayBeKnown, http.RequestAborted);
        return await TurnResults.FromAsync(http, start.Id, watch, 0, ticket);
    }

    private async Task<TurnWatch> StartAsync(TurnStart start, bool isNewSession, bool mayBeKnown, CancellationToken cancellationToken)
    {
        var hash = StoredTurn.HashOf(start.Message);
        if (registry.Find(start.Id) is { } running)
        {
            CheckSame(hash, running.MessageHash);
            return (await source.WatchAsync(start.Id, cancellationToken))!;
        }

        if (mayBeKnown && await engine.HoldsAsync(start.Id, cancellationToken) && await journals.FindAsync(start.Id, cancellationToken) is { } held)
        {
            CheckSame(hash, StoredTurn.HashOf(held.Header.Start.Message));
            if (await source.WatchAsync(start.Id, cancellationToken) is { } waiting)
            {
                return waiting;
            }
        }

        var conversation = isNewSession ? Conversation.Empty(start.Id.SessionId) : await conversations.LoadAsync(start.Id.SessionId, cancellationToken);
        if (conversation.Header?.RecentTurns.Contains(start.Id.Key) == true && await conversations.GetTurnAsync(start.Id, cancellationToken) is { } stored)
        {
            CheckSame(hash, stored.MessageHash);
            return (await source.WatchAsync(start.Id, cancellationToken))!;
        }

        var watch = registry.Watch(start.Id);
        try
        {
            return source.Follow(watch, registry.Begin(start.Id, hash, turn => runner.RunAsync(turn, start, conversation)));
        }
        catch
        {
            watch.Dispose();
            throw;
        }
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
    };

    private static void CheckSame(string hash, string? known)
    {
        if (!string.IsNullOrEmpty(known) && hash != known)
        {
            throw new ProblemException(Problems.MessageIdReused, null, ["messageId"]);
        }
    }
}
