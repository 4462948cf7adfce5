using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DigitalTwin.Hosting.Metrics;

/// <summary>Collects metrics for <c>/metrics</c>, and sends metrics and traces by OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
internal sealed class TelemetryProviders(IConfiguration configuration) : IHostedService, IDisposable
{
    private static readonly string[] Meters =
    [
        Telemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "System.Runtime",
    ];

    private static readonly string[] Sources = [Telemetry.Name, "Microsoft.AspNetCore", "System.Net.Http"];

    private readonly Lock collecting = new();
    private readonly PrometheusExporter exporter = new();
    private BaseExportingMetricReader? reader;
    private MeterProvider? meters;
    private TracerProvider? tracers;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var sends = !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        reader = new BaseExportingMetricReader(exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative };
        var metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()).AddMeter(Meters).AddReader(reader);
        meters = (sends ? metrics.AddOtlpExporter() : metrics).Build();
        if (sends)
        {
            tracers = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource()).AddSource(Sources).AddOtlpExporter().Build();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>All metrics as they are now, as Prometheus text.</summary>
    public string Collect()
    {
        lock (collecting)
        {
            reader?.Collect();
            return exporter.Text;
        }
    }

    public void Dispose()
    {
        tracers?.Dispose();
        meters?.Dispose();
        reader?.Dispose();
        exporter.Dispose();
    }

    // OTEL_SERVICE_NAME, where it is set, comes with the default.
    private ResourceBuilder Resource()
        => string.IsNullOrEmpty(configuration["OTEL_SERVICE_NAME"])
            ? ResourceBuilder.CreateDefault().AddService("digital-twin")
            : ResourceBuilder.CreateDefault();
}
