using DigitalTwin.Access;
using DigitalTwin.Hosting;
using DigitalTwin.Models;
using DigitalTwin.Rates;
using DigitalTwin.Turns.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Chat;

/// <summary>The twin's front door.</summary>
internal sealed class ChatEndpoints(
    ChatStarter starter, TurnResponses responses, RateLimits rates, IOptions<ModelOptions> model)
{
    // A picture as base64, and a message beside it.
    public const int MaxBytesWithPictures = 768 * 1024;

    /// <summary>
    /// <c>POST /api/chat</c>: one turn, as JSON or, where the client accepts <c>text/event-stream</c>, as server-sent events.
    /// </summary>
    public async Task<IResult> PostAsync(HttpContext http)
    {
        var visitor = Visitor.Of(http);
        var maxBytes = model.Value.Pictures ? MaxBytesWithPictures : RequestBody.MaxBytes;
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.ChatRequest, maxBytes);
        if (request.Attachments is { Count: > 0 } && !model.Value.Pictures)
        {
            request.Check();
            var why = model.Value.Provider == ModelProvider.Offline ? "The offline model cannot see." : null;
            throw new ProblemException(Problems.PicturesUnavailable, why, ["attachments"]);
        }

        return await AnswerAsync(http, visitor, request);
    }

    /// <summary>Begins the turn of a message, and answers with it.</summary>
    public async Task<IResult> AnswerAsync(HttpContext http, Visitor visitor, ChatRequest request)
    {
        request.Check();
        if (request.Attachments is { Count: > 0 })
        {
            await rates.TakeAsync(RateKind.Picture, visitor.ToClient(), http.RequestAborted);
        }

        var started = await starter.StartAsync(visitor, request, TurnResponses.WantsEvents(http.Request), http.RequestAborted);
        return await responses.FromAsync(http, started.Feed, 0, started.Ticket);
    }
}
