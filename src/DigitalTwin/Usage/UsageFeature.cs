using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Usage.Prices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Usage;

internal static class UsageFeature
{
    public static IServiceCollection AddUsage(this IServiceCollection services)
        => services.AddSettings<BudgetOptions>("Budget")
            .AddSingleton<PriceList>()
            .AddSingleton<LimitsBook>()
            .AddSingleton<LedgerStore>()
            .AddSingleton<UsageRecorder>()
            .AddSingleton<Ledger>()
            .AddSingleton<UsageEndpoints>();

    public static void MapUsage(this IEndpointRouteBuilder routes)
    {
        var owner = routes.MapGroup("/api/owner").WithTags("owner").Admit(Caller.Owner);
        owner.MapGet("usage", (HttpContext http, UsageEndpoints endpoints) => endpoints.GetAsync(http))
            .WithName("GetUsage").WithSummary("What models were used for and cost: query 'from' and 'by' (day, model, origin)")
            .Produces<UsageView>().ProducesProblems(400, 401, 403);
        owner.MapGet("limits", (HttpContext http, UsageEndpoints endpoints) => endpoints.GetLimitsAsync(http))
            .WithName("GetLimits").WithSummary("What models may cost").Produces<OwnerLimits>().ProducesProblems(401, 403);
        owner.MapPut("limits", (HttpContext http, UsageEndpoints endpoints) => endpoints.PutLimitsAsync(http))
            .WithName("SetLimits").WithSummary("Set what models may cost").Accepts<OwnerLimits>("application/json")
            .Produces<OwnerLimits>().ProducesProblems(400, 401, 403, 413, 415);
        owner.MapPost("stop", (HttpContext http, UsageEndpoints endpoints) => endpoints.StopAsync(http, stopped: true))
            .WithName("Stop").WithSummary("Stop all model calls: the twin answers without a model")
            .Produces<OwnerLimits>().ProducesProblems(401, 403);
        owner.MapDelete("stop", (HttpContext http, UsageEndpoints endpoints) => endpoints.StopAsync(http, stopped: false))
            .WithName("Resume").WithSummary("Let model calls go on").Produces<OwnerLimits>().ProducesProblems(401, 403);
    }
}
