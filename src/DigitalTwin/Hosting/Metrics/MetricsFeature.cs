using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DigitalTwin.Hosting.Metrics;

internal static class MetricsFeature
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static IServiceCollection AddMetricsEndpoint(this IServiceCollection services)
        => services.AddSingleton<TelemetryProviders>().AddSingleton<IHostedService>(services => services.GetRequiredService<TelemetryProviders>());

    public static void MapMetrics(this IEndpointRouteBuilder routes)
        => routes.MapGet("/metrics", (TelemetryProviders telemetry) => TypedResults.Text(telemetry.Collect(), ContentType))
            .WithName("Metrics").WithTags("health").WithSummary("Metrics as Prometheus text").Produces<string>(200, "text/plain");
}
