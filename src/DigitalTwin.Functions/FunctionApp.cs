using DigitalTwin.Azure;
using DigitalTwin.Functions.Durable;
using DigitalTwin.Functions.Http;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Running;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Functions;

/// <summary>The product as a function app.</summary>
internal static class FunctionApp
{
    // The platform's load balancer ends a request after 230 seconds:
    // https://learn.microsoft.com/azure/azure-functions/functions-scale#timeout
    private const string StreamSeconds = "200";

    /// <summary>Adds the product, its adapters and its engine. Nothing is connected to before the first request.</summary>
    public static void AddTwin(this IHostApplicationBuilder builder)
    {
        var defaults = new Dictionary<string, string?> { ["Limits:StreamSeconds"] = StreamSeconds };
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });

        // The platform counts and times requests itself; a line for each step of each is only paid for.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddDigitalTwin(builder.Configuration)
            .AddWorkerTelemetry(builder.Configuration)
            .AddAzure()
            .AddSingleton<TwinPipeline>()
            .AddSingleton<DurableClientSource>()
            .AddSingleton<TurnInstances>()
            .AddSingleton<ITurnScheduler, DurableTurnScheduler>();
    }
}
