using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Rates;
using DigitalTwin.Turns.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Chat;

internal static class ChatFeature
{
    public static IServiceCollection AddChat(this IServiceCollection services)
        => services.AddSingleton<ChatStarter>().AddSingleton<MessageBursts>().AddSingleton<ChatEndpoints>().AddSingleton<VoiceEndpoint>();

    public static void MapChat(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/chat", (HttpContext http, ChatEndpoints endpoints) => endpoints.PostAsync(http))
            .Admit(new Admission(Caller.Visitor) { Rates = [RateKind.Turn], MaxBytes = ChatEndpoints.MaxBytesWithPictures })
            .WithName("Chat").WithTags("chat")
            .WithSummary("Ask the twin")
            .WithDescription("One turn. As server-sent events where the client accepts text/event-stream. "
                + "Without a ticket it opens a session.")
            .Accepts<ChatRequest>("application/json")
            .Produces<TurnView>(200, "application/json", "text/event-stream")
            .ProducesProblems(400, 401, 403, 413, 415, 429, 501, 503);
        routes.MapPost("/api/chat/voice", (HttpContext http, VoiceEndpoint voice) => voice.PostAsync(http))
            .Admit(new Admission(Caller.Visitor) { Rates = [RateKind.Turn, RateKind.Speech], MaxBytes = VoiceEndpoint.MaxBytes })
            .WithName("ChatVoice").WithTags("chat")
            .WithSummary("Ask the twin aloud")
            .WithDescription("The body is a recording of up to 60 seconds (audio/webm, audio/ogg, audio/mp4 or audio/wav); "
                + "query 'messageId' and 'locale'. Answered as POST /api/chat, with what was understood.")
            .Produces<TurnView>(200, "application/json", "text/event-stream")
            .ProducesProblems(400, 401, 403, 413, 415, 422, 501, 503);
    }
}
