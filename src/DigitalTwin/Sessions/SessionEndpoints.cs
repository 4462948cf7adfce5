using DigitalTwin.Access;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Sessions;

/// <summary>A visitor's own session: opening, history, export, erasure.</summary>
internal sealed class SessionEndpoints(
    TicketService tickets, SessionEraser eraser, SessionExporter exporter, ConversationStore conversations)
{
    private const int DefaultPage = 50;
    private const int LargestPage = 200;

    /// <summary><c>POST /api/sessions</c></summary>
    public async Task<IResult> OpenAsync(HttpContext http)
    {
        var visitor = Visitor.Of(http);
        var id = visitor.SessionId is null ? visitor.NewSessionId! : SessionId.New();
        await conversations.OpenAsync(id, http.RequestAborted);
        var ticket = await tickets.IssueAsync(visitor, id);
        http.Response.Headers.Location = $"/api/sessions/{id}";
        return TypedResults.Json(ticket, ProductJson.Api.SessionTicket, statusCode: StatusCodes.Status201Created);
    }

    /// <summary><c>POST /api/sessions/{id}/ticket</c>: a fresh ticket for one that ends soon, or ended not long ago.</summary>
    public async Task<IResult> RenewAsync(HttpContext http, string id)
    {
        var visitor = Visitor.OfSession(http, id, Problems.SessionNotFound);
        _ = await conversations.GetHeaderAsync(id, http.RequestAborted) ?? throw new ProblemException(Problems.SessionNotFound);
        return TypedResults.Json(await tickets.IssueAsync(visitor, id), ProductJson.Api.SessionTicket);
    }

    /// <summary><c>GET /api/sessions/{id}</c></summary>
    public async Task<IResult> GetAsync(HttpContext http, string id)
        => TypedResults.Json(SessionView.Of(id, await EnterAsync(http, id)), ProductJson.Api.SessionView);

    /// <summary><c>GET /api/sessions/{id}/messages?before=&amp;limit=</c></summary>
    public async Task<IResult> GetMessagesAsync(HttpContext http, string id)
    {
        var header = await EnterAsync(http, id);
        var before = QueryValues.NumberOf(http.Request, "before", 1, long.MaxValue) ?? header.Messages + 1;
        var limit = (int)(QueryValues.NumberOf(http.Request, "limit", 1, LargestPage) ?? DefaultPage);
        var page = await conversations.GetMessagesAsync(id, Math.Min(before, header.Messages + 1), limit, http.RequestAborted);
        long? next = page.Count > 0 && page[^1].Number > 1 ? page[^1].Number : null;
        return TypedResults.Json(new MessagePage([.. page.Reverse().Select(MessageView.Of)], next), ProductJson.Api.MessagePage);
    }

    /// <summary><c>GET /api/sessions/{id}/export</c></summary>
    public async Task<IResult> ExportAsync(HttpContext http, string id)
    {
        var header = await EnterAsync(http, id);
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"conversation-{id[..8]}.json\"";
        return TypedResults.Json(await exporter.ExportAsync(id, header, http.RequestAborted), ProductJson.Api.SessionExport);
    }

    /// <summary><c>DELETE /api/sessions/{id}</c>: everything of the session is gone when this returns.</summary>
    public async Task<IResult> EraseAsync(HttpContext http, string id)
    {
        await EnterAsync(http, id, mustExist: false);
        await eraser.EraseAsync(id);
        return TypedResults.NoContent();
    }

    private async Task<ConversationHeader> EnterAsync(HttpContext http, string id)
        => (await EnterAsync(http, id, mustExist: true))!;

    private async Task<ConversationHeader?> EnterAsync(HttpContext http, string id, bool mustExist)
    {
        Visitor.OfSession(http, id, Problems.SessionNotFound);
        var header = mustExist ? await conversations.GetHeaderAsync(id, http.RequestAborted) : null;
        return header is null && mustExist ? throw new ProblemException(Problems.SessionNotFound) : header;
    }
}
