using DigitalTwin.Access;
using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Rates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Sessions;

internal static class SessionsFeature
{
    public static IServiceCollection AddSessions(this IServiceCollection services)
        => services.AddSettings<RetentionOptions>("Retention")
            .AddSingleton<RetentionSweep>()
            .AddSingleton<SessionEraser>()
            .AddSingleton<SessionExporter>()
            .AddSingleton<VisitorFinder>()
            .AddSingleton<ErasureEndpoints>()
            .AddSingleton<SessionEndpoints>();

    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/api/sessions").WithTags("sessions");
        sessions.MapPost("", (HttpContext http, SessionEndpoints endpoints) => endpoints.OpenAsync(http))
            .Admit(Caller.Visitor, RateKind.Session)
            .WithName("OpenSession").WithSummary("Open a session").Produces<SessionTicket>(201).ProducesProblems(401, 403, 503);
        sessions.MapPost("{id}/ticket", (HttpContext http, string id, SessionEndpoints endpoints) => endpoints.RenewAsync(http, id))
            .Admit(Caller.ReturningSession).WithName("RenewTicket").WithSummary("Exchange a ticket for a fresh one")
            .Produces<SessionTicket>().ProducesProblems(401, 403, 404);
        sessions.MapGet("{id}", (HttpContext http, string id, SessionEndpoints endpoints) => endpoints.GetAsync(http, id))
            .Admit(Caller.Session)
            .WithName("GetSession").WithSummary("A session's state").Produces<SessionView>().ProducesProblems(401, 403, 404);
        sessions.MapGet("{id}/messages", (HttpContext http, string id, SessionEndpoints endpoints) => endpoints.GetMessagesAsync(http, id))
            .Admit(Caller.Session).WithName("GetMessages").WithSummary("The history, page by page: query 'before' and 'limit'")
            .Produces<MessagePage>().ProducesProblems(400, 401, 403, 404);
        sessions.MapGet("{id}/export", (HttpContext http, string id, SessionEndpoints endpoints) => endpoints.ExportAsync(http, id))
            .Admit(Caller.Session).WithName("ExportSession").WithSummary("Everything that is kept of a session")
            .Produces<SessionExport>().ProducesProblems(401, 403, 404);
        sessions.MapDelete("{id}", (HttpContext http, string id, SessionEndpoints endpoints) => endpoints.EraseAsync(http, id))
            .Admit(Caller.Session).WithName("EraseSession").WithSummary("Erase a session").Produces(204).ProducesProblems(401, 403, 404);
        MapErasure(routes.MapGroup("/api/owner").WithTags("owner").Admit(Caller.Owner));
    }

    private static void MapErasure(RouteGroupBuilder owner)
    {
        owner.MapDelete("conversations/{id}", (string id, ErasureEndpoints endpoints) => endpoints.EraseConversationAsync(id))
            .WithName("EraseConversation").WithSummary("Erase a conversation and all that was left beside it")
            .Produces(204).ProducesProblems(401, 403, 404);
        owner.MapPost("visitors/erase", (HttpContext http, ErasureEndpoints endpoints) => endpoints.EraseVisitorAsync(http))
            .WithName("EraseVisitor").WithSummary("Erase every conversation in which a contact was given or said")
            .Accepts<EraseVisitorRequest>("application/json").Produces<ErasedVisitor>().ProducesProblems(400, 401, 403, 413, 415);
        owner.MapPost("visitors/end-sessions", (HttpContext http, ErasureEndpoints endpoints) => endpoints.EndSessionsAsync(http))
            .WithName("EndSessions").WithSummary("End all visitors' tickets").Produces(204).ProducesProblems(401, 403);
    }
}
