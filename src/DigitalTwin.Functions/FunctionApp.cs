using DigitalTwin.Azure;
using DigitalTwin.Documents.Reading;
using DigitalTwin.Functions.Durable;
using DigitalTwin.Functions.Http;
using DigitalTwin.Hosting;
using DigitalTwin.Rates;
using DigitalTwin.Turns.Running;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Functions;

/// <summary>The product as a function app.</summary>
public static class FunctionApp
{
    // The platform's load balancer ends a request after 230 seconds:
    // https://learn.microsoft.com/azure/azure-functions/functions-scale#timeout
    private const string StreamSeconds = "200";

    // The host forwards each request to the worker, and says for whom.
    private const string Proxies = "1";

    // An instance that waits is paid for.
    private const string RefusalPause = "0";

    /// <summary>Adds the product, its adapters and its engine. Nothing is connected to before the first request.</summary>
    /// <param name="builder">The function app's builder.</param>
    /// <param name="configure">Adds to the twin: tools of one's own.</param>
    /// <returns>The same builder.</returns>
    public static TBuilder AddDigitalTwin<TBuilder>(this TBuilder builder, Action<ITwinBuilder>? configure = null)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var defaults = new Dictionary<string, string?>
        {
            ["Limits:StreamSeconds"] = StreamSeconds,
            ["Access:Proxies"] = Proxies,
            ["Rates:RefusalPause"] = RefusalPause,
        };
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = defaults });

        // The platform counts and times requests itself; a line for each step of each is only paid for.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Services.AddDigitalTwin(builder.Configuration)
            .AddWorkerTelemetry(builder.Configuration)
            .AddAzure()
            .AddSingleton(new RateSharing(true))
            .AddSingleton<TwinPipeline>()
            .AddSingleton<DurableClientSource>()
            .AddSingleton<TurnInstances>()
            .AddSingleton<ITurnScheduler, DurableTurnScheduler>()
            .AddSingleton<IReadingScheduler, DurableReadings>();
        configure?.Invoke(new TwinBuilder(builder.Services));
        return builder;
    }
}
