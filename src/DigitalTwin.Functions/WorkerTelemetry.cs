using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using DigitalTwin.Hosting.Metrics;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Functions;

/// <summary>
/// The worker's half of <c>telemetryMode</c> in host.json: what the worker traces joins the host's trace, and goes where the host's goes.
/// </summary>
/// <remarks>https://learn.microsoft.com/azure/azure-functions/opentelemetry-howto</remarks>
internal static class WorkerTelemetry
{
    // Set by Bicep, and read by the host as well.
    private const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    public static IServiceCollection AddWorkerTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        var (sendsToAzure, sendsByOtlp) = (Has(configuration, ConnectionString), Has(configuration, "OTEL_EXPORTER_OTLP_ENDPOINT"));
        if (!sendsToAzure && !sendsByOtlp)
        {
            // Telling the host that the worker sends its telemetry itself would lose what the host sends on its behalf.
            return services;
        }

        var telemetry = services.AddOpenTelemetry().AddTraces().UseFunctionsWorkerDefaults();
        if (sendsToAzure)
        {
            // The component takes no keys (infra/monitoring.bicep): AZURE_CLIENT_ID names the app's identity.
            telemetry.UseAzureMonitorExporter(options => options.Credential = new DefaultAzureCredential());
        }

        return services;
    }

    private static bool Has(IConfiguration configuration, string name) => !string.IsNullOrEmpty(configuration[name]);
}
