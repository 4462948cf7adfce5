using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.Turns;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Chat;

/// <summary>The twin's front door.</summary>
internal sealed class ChatEndpoints(RequestGate gate, ConversationStore conversations, TurnSource source, TurnRegistry registry, TurnRunner runner)
{
    /// <summary><c>POST /api/chat</c>: one turn, as JSON or, where the client accepts <c>text/event-stream</c>, as server-sent events.</summary>
    public async Task<IResult> PostAsync(HttpContext http)
    {
        var visitor = await gate.EnterAsync(http);
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.ChatRequest);
        request.Check();
        var sessionId = visitor.SessionId ?? SessionId.New();
        var messageId = request.MessageId ?? Guid.NewGuid().ToString("N");
        var id = TurnId.For(sessionId, messageId);

        var stream = await StartAsync(id, visitor.SessionId is null, request, messageId, http.RequestAborted);
        var ticket = await gate.IssueAsync(visitor, sessionId);
        return WantsEvents(http.Request) ? new TurnEventsResult(id, stream, 0, ticket) : await WaitAsync(stream, ticket, http.RequestAborted);
    }

    private async Task<TurnStream> StartAsync(TurnId id, bool isNewSession, ChatRequest request, string messageId, CancellationToken cancellationToken)
    {
        if (registry.Find(id) is { } running)
        {
            return running.Stream;
        }

        var conversation = isNewSession ? Conversation.Empty(id.SessionId) : await conversations.LoadAsync(id.SessionId, cancellationToken);
        if (conversation.Header?.RecentTurns.Contains(id.Key) == true && await source.FindStoredAsync(id, cancellationToken) is { } stored)
        {
            return stored;
        }

        var input = new TurnInput(conversation, messageId, request.Message!, request.Locale);
        return registry.StartOrJoin(id, turn => runner.RunAsync(turn, input)).Stream;
    }

    private static async Task<IResult> WaitAsync(TurnStream stream, SessionTicket ticket, CancellationToken cancellationToken)
    {
        await stream.ReadLastAsync(cancellationToken);
        var view = TurnPresenter.View(stream.Snapshot(), ticket);
        return view.Error is { } error && error.Code != Problems.TurnCancelled.Code
            ? throw new ProblemException(Problems.ByCode(error.Code))
            : TypedResults.Json(view, ProductJson.Api.TurnView);
    }

    private static bool WantsEvents(HttpRequest request)
        => request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase));
}
