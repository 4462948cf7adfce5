using DigitalTwin.Hosting;
using DigitalTwin.Turns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Chat;

internal static class ChatFeature
{
    public static IServiceCollection AddChat(this IServiceCollection services) => services.AddSingleton<ChatStarter>().AddSingleton<ChatEndpoints>();

    public static void MapChat(this IEndpointRouteBuilder routes)
        => routes.MapPost("/api/chat", (HttpContext http, ChatEndpoints chat) => chat.PostAsync(http))
            .WithName("Chat").WithTags("chat")
            .WithSummary("Ask the twin")
            .WithDescription("One turn. As server-sent events where the client accepts text/event-stream. Without a ticket it opens a session.")
            .Accepts<ChatRequest>("application/json")
            .Produces<TurnView>(200, "application/json", "text/event-stream")
            .ProducesProblems(400, 401, 403, 413, 415, 429, 501, 503);
}
