using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DigitalTwin.Turns;

internal static class TurnsFeature
{
    public static IServiceCollection AddTurns(this IServiceCollection services)
        => services.AddSingleton<TurnMetrics>()
            .AddSingleton<TurnRunner>()
            .AddSingleton<TurnSource>()
            .AddSingleton<TurnEndpoints>()
            .AddSingleton<TurnRegistry>()
            .AddSingleton<IHostedService>(services => services.GetRequiredService<TurnRegistry>());

    public static void MapTurns(this IEndpointRouteBuilder routes)
    {
        var turns = routes.MapGroup("/api/turns").WithTags("turns");
        turns.MapGet("{id}", (HttpContext http, string id, TurnEndpoints endpoints) => endpoints.GetAsync(http, id))
            .WithName("GetTurn").WithSummary("A turn's state").Produces<TurnView>().ProducesProblems(401, 403, 404);
        turns.MapGet("{id}/events", (HttpContext http, string id, TurnEndpoints endpoints) => endpoints.GetEventsAsync(http, id))
            .WithName("GetTurnEvents").WithSummary("A turn's events, after Last-Event-ID where it is sent")
            .Produces<string>(200, "text/event-stream").ProducesProblems(400, 401, 403, 404);
        turns.MapDelete("{id}", (HttpContext http, string id, TurnEndpoints endpoints) => endpoints.CancelAsync(http, id))
            .WithName("CancelTurn").WithSummary("Cancel a running turn").Produces<TurnView>().ProducesProblems(401, 403, 404, 409);
    }
}
