using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Rates;
using DigitalTwin.Turns.Api;
using DigitalTwin.Turns.Events;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Resting;
using DigitalTwin.Turns.Running;
using DigitalTwin.Turns.Steps;
using DigitalTwin.Turns.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DigitalTwin.Turns;

internal static class TurnsFeature
{
    public static IServiceCollection AddTurns(this IServiceCollection services)
        => services.AddSettings<LimitsOptions>("Limits")
            .AddSingleton<ITurnWorkflow, AgentWorkflow>()
            .AddSingleton<ITurnWorkflow, HandOverWorkflow>()
            .AddSingleton<ITurnWorkflow, PersonWorkflow>()
            .AddSingleton<ModelStepRunner>()
            .AddSingleton<StepRunnerFactory>()
            .AddSingleton(ProcessIdentity.New())
            .AddSingleton<JournalStore>()
            .AddSingleton<TurnMetrics>()
            .AddSingleton<MessageKeeper>()
            .AddSingleton<TurnRest>()
            .AddSingleton<TurnRunner>()
            .AddSingleton<TurnStarter>()
            .AddSingleton<WaitingTurnStarter>()
            .AddSingleton<CutOffTurns>()
            .AddSingleton<SingleStep>()
            .AddSingleton<Waits>()
            .AddSingleton<TurnFeeds>()
            .AddSingleton<TurnResponses>()
            .AddSingleton<TurnEndpoints>()
            .AddSingleton<RunningTurns>()
            .AddSingleton<IHostedService>(services => services.GetRequiredService<RunningTurns>());

    public static void MapTurns(this IEndpointRouteBuilder routes)
    {
        var turns = routes.MapGroup("/api/turns").WithTags("turns");
        turns.MapGet("{id}", (HttpContext http, string id, TurnEndpoints endpoints) => endpoints.GetAsync(http, id))
            .Admit(Caller.Session).WithName("GetTurn").WithSummary("A turn's state").Produces<TurnView>().ProducesProblems(401, 403, 404);
        turns.MapGet("{id}/events", (HttpContext http, string id, TurnEndpoints endpoints) => endpoints.GetEventsAsync(http, id))
            .Admit(Caller.Session).WithName("GetTurnEvents").WithSummary("A turn's events, after Last-Event-ID where it is sent")
            .Produces<string>(200, "text/event-stream").ProducesProblems(400, 401, 403, 404);
        turns.MapPost("{id}/clarify", (HttpContext http, string id, TurnEndpoints endpoints) => endpoints.ClarifyAsync(http, id))
            .Admit(Caller.Session, RateKind.Turn)
            .WithName("ClarifyTurn").WithSummary("Answer what a turn asked; the turn goes on").Accepts<ClarifyRequest>("application/json")
            .Produces<TurnView>().Produces<TurnView>(202).Produces<string>(200, "text/event-stream")
            .ProducesProblems(400, 401, 403, 404, 409, 413, 415);
        turns.MapDelete("{id}", (HttpContext http, string id, TurnEndpoints endpoints) => endpoints.CancelAsync(http, id))
            .Admit(Caller.Session).WithName("CancelTurn").WithSummary("Cancel a turn that runs or waits")
            .Produces<TurnView>().ProducesProblems(401, 403, 404, 409);
    }
}
