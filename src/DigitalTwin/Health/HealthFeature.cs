using DigitalTwin.Access.Gate;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Health;

internal static class HealthFeature
{
    public static IServiceCollection AddHealth(this IServiceCollection services)
        => services.AddSingleton<HealthEndpoints>()
            .AddSingleton<IReadinessCheck, StorageCheck>()
            .AddSingleton<IReadinessCheck, PersonaCheck>()
            .AddSingleton<IReadinessCheck, ModelCheck>()
            .AddSingleton<IReadinessCheck, BudgetCheck>()
            .AddSingleton<IReadinessCheck, SecretsCheck>();

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/health", HealthEndpoints.Get)
            .Admit(Caller.Anyone).WithName("Health").WithTags("health").WithSummary("Whether the process is up").Produces<HealthView>();
        routes.MapGet("/api/health/ready", (HttpContext http, HealthEndpoints endpoints) => endpoints.GetReadyAsync(http))
            .Admit(Caller.Anyone).WithName("HealthReady").WithTags("health").WithSummary("Whether all the twin needs is there")
            .Produces<ReadinessView>().Produces<ReadinessView>(503);
    }
}
