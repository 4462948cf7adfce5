using DigitalTwin.Access.Gate;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace DigitalTwin.Hosting.Metrics;

/// <summary>
/// Metrics for <c>/metrics</c> always; metrics, traces and logs by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.
/// A host may add exporters of its own.
/// </summary>
internal static class MetricsFeature
{
    private const string ContentType = "text/plain; version=0.0.4; charset=utf-8";
    private const string ServiceName = "digital-twin";

    private static readonly string[] Meters =
    [
        Telemetry.Name,
        "Microsoft.AspNetCore.Hosting",
        "Microsoft.AspNetCore.Server.Kestrel",
        "System.Net.Http",
        "System.Runtime",
    ];

    private static readonly string[] Sources = [Telemetry.Name, "System.Net.Http"];

    // The server's own traces of a request; in the function app the platform's host writes them.
    private const string ServerSource = "Microsoft.AspNetCore";

    /// <param name="services">The product's services.</param>
    /// <param name="configuration">Has the endpoint that telemetry is sent to.</param>
    /// <returns>The builder, for the host's own exporters; those get traces only after <see cref="AddTraces"/>.</returns>
    public static IOpenTelemetryBuilder AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var telemetry = services.AddSingleton<MetricsText>()
            .AddSingleton<StreamMetrics>()
            .AddOpenTelemetry()
            .ConfigureResource(resource => Describe(resource, configuration))
            .WithMetrics(metrics => metrics
                .AddMeter(Meters)
                .AddReader(provider => provider.GetRequiredService<MetricsText>().Reader));
        return string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"])
            ? telemetry
            : telemetry.AddTraces().WithTracing(traces => traces.AddSource(ServerSource)).WithLogging().UseOtlpExporter();
    }

    /// <summary>Collects traces. Not done where no exporter takes them: they cost time in each request.</summary>
    public static IOpenTelemetryBuilder AddTraces(this IOpenTelemetryBuilder telemetry)
        => telemetry.WithTracing(traces => traces.AddSource(Sources));

    public static void MapMetrics(this IEndpointRouteBuilder routes)
        => routes.MapGet("/metrics", (MetricsText metrics) => TypedResults.Text(metrics.Collect(), ContentType))
            .Admit(Caller.Operator)
            .WithName("Metrics").WithTags("health").WithSummary("Metrics as Prometheus text").Produces<string>(200, "text/plain");

    // The default resource has OTEL_SERVICE_NAME, where that is set.
    private static void Describe(ResourceBuilder resource, IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration["OTEL_SERVICE_NAME"]))
        {
            resource.AddService(ServiceName);
        }
    }
}
