using DigitalTwin.Access;
using DigitalTwin.Hosting;
using DigitalTwin.Hosting.Texts;
using DigitalTwin.Sessions;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Presence;

/// <summary>The owner's own words to a visitor.</summary>
public sealed record SayRequest
{
    /// <summary>Markdown, 1 to 4,000 characters.</summary>
    public string? Text { get; init; }

    /// <summary>The client's id for the message, 1 to 100 letters, digits and <c>. _ : -</c>: sent again, it is said once.</summary>
    public string? MessageId { get; init; }
}

/// <summary>What the owner said.</summary>
/// <param name="Message">The message's id.</param>
/// <param name="Next">The turn in which their next words will come; left out where they are not in the conversation.</param>
public sealed record SaidView(string Message, string? Next);

/// <summary>The owner's presence in conversations.</summary>
internal sealed class PresenceEndpoints(OwnerPresence presence)
{
    /// <summary><c>POST /api/owner/conversations/{id}/join</c></summary>
    public async Task<IResult> JoinAsync(HttpContext http, string id)
    {
        Check(id);
        return TypedResults.Json(SessionView.Of(id, await presence.JoinAsync(id, http.RequestAborted)), ProductJson.Api.SessionView);
    }

    /// <summary><c>POST /api/owner/conversations/{id}/messages</c></summary>
    public async Task<IResult> SayAsync(HttpContext http, string id)
    {
        Check(id);
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.SayRequest);
        RequestBody.RequireMessage(request.Text, "text");
        ClientMessageId.Check(request.MessageId, "messageId");
        var messageId = request.MessageId ?? $"owner-{Guid.NewGuid():N}";
        return TypedResults.Json(await presence.SayAsync(id, messageId, request.Text, http.RequestAborted), ProductJson.Api.SaidView);
    }

    /// <summary><c>POST /api/owner/conversations/{id}/leave</c></summary>
    public async Task<IResult> LeaveAsync(HttpContext http, string id)
    {
        Check(id);
        return await presence.LeaveAsync(id, http.RequestAborted)
            ? TypedResults.NoContent()
            : throw new ProblemException(Problems.SessionNotFound);
    }

    private static void Check(string id)
    {
        if (!SessionId.IsValid(id))
        {
            throw new ProblemException(Problems.SessionNotFound);
        }
    }
}
