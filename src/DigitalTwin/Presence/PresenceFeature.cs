using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Presence;

internal static class PresenceFeature
{
    public static IServiceCollection AddPresence(this IServiceCollection services)
        => services.AddSingleton<PresenceStore>()
            .AddSingleton<OwnerPresence>()
            .AddSingleton<IErasedWithSession>(services => services.GetRequiredService<OwnerPresence>())
            .AddSingleton<PresenceEndpoints>();

    public static void MapPresence(this IEndpointRouteBuilder routes)
    {
        var owner = routes.MapGroup("/api/owner/conversations/{id}").WithTags("owner").Admit(Caller.Owner);
        owner.MapPost("join", (HttpContext http, string id, PresenceEndpoints endpoints) => endpoints.JoinAsync(http, id))
            .WithName("JoinConversation").WithSummary("Come into a conversation: the twin is silent until it is handed back")
            .Produces<SessionView>().ProducesProblems(401, 403, 404);
        owner.MapPost("messages", (HttpContext http, string id, PresenceEndpoints endpoints) => endpoints.SayAsync(http, id))
            .WithName("SayToVisitor").WithSummary("Say something to a visitor in your own words")
            .Accepts<SayRequest>("application/json").Produces<SaidView>().ProducesProblems(400, 401, 403, 404, 413, 415);
        owner.MapPost("leave", (HttpContext http, string id, PresenceEndpoints endpoints) => endpoints.LeaveAsync(http, id))
            .WithName("LeaveConversation").WithSummary("Hand a conversation back to the twin")
            .Produces(204).ProducesProblems(401, 403, 404);
    }
}
