using DigitalTwin.Access;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Sessions;

/// <summary>A visitor who is to be forgotten.</summary>
public sealed record EraseVisitorRequest
{
    /// <summary>What they can be reached by, as they gave or said it: an e-mail address, a phone number, an address on the web.</summary>
    public string? Contact { get; init; }
}

/// <summary>What was erased of a visitor.</summary>
/// <param name="Sessions">How many conversations, each with all that was left beside it.</param>
public sealed record ErasedVisitor(int Sessions);

/// <summary>The owner's erasure of what visitors left, for those who ask for it outside the widget.</summary>
internal sealed class ErasureEndpoints(SessionEraser eraser, VisitorFinder visitors, TicketGeneration generation)
{
    private const int LongestContact = 200;

    /// <summary><c>DELETE /api/owner/conversations/{id}</c></summary>
    public async Task<IResult> EraseConversationAsync(string id)
    {
        if (!SessionId.IsValid(id))
        {
            throw new ProblemException(Problems.SessionNotFound);
        }

        await eraser.EraseAsync(id);
        return TypedResults.NoContent();
    }

    /// <summary><c>POST /api/owner/visitors/erase</c></summary>
    public async Task<IResult> EraseVisitorAsync(HttpContext http)
    {
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.EraseVisitorRequest);
        RequestBody.RequireText(request.Contact, LongestContact, "contact");
        if (!ContactText.IsOne(request.Contact))
        {
            throw new ProblemException(Problems.InvalidField, "An e-mail address, a phone number or an address on the web.", ["contact"]);
        }

        var sessions = await visitors.SessionsOfAsync(request.Contact, http.RequestAborted);
        await eraser.EraseAsync(sessions);
        return TypedResults.Json(new ErasedVisitor(sessions.Count), ProductJson.Api.ErasedVisitor);
    }

    /// <summary><c>POST /api/owner/visitors/end-sessions</c>: all tickets end; what was said stays.</summary>
    public async Task<IResult> EndSessionsAsync(HttpContext http)
    {
        await generation.RaiseAsync(http.RequestAborted);
        return TypedResults.NoContent();
    }
}
