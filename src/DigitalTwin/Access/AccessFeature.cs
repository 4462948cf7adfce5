using DigitalTwin.Hosting;
using DigitalTwin.Storage;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace DigitalTwin.Access;

internal static class AccessFeature
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>()
            .Configure<IConfiguration>((options, configuration)
                => options.Origins = ReadOrigins(configuration.GetSection("Access:Origins")));
        services.AddOptions<CorsOptions>().Configure<OriginPolicy>((cors, origins) => cors.AddDefaultPolicy(policy => policy
            .SetIsOriginAllowed(origins.AllowsCrossOrigin)
            .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Delete)
            .WithHeaders(
                HeaderNames.Authorization,
                HeaderNames.ContentType,
                HeaderNames.Accept,
                "Last-Event-ID",
                RequestFrame.CorrelationHeader)
            .WithExposedHeaders(RequestFrame.CorrelationHeader, HeaderNames.RetryAfter, HeaderNames.Location)
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
        return services.AddCors()
            .ValidateSettings<AccessOptions>("Access")
            .AddSingleton<SecretCache>()
            .AddSingleton<OriginPolicy>()
            .AddSingleton<TicketService>()
            .AddSingleton<RequestGate>()
            .AddSingleton<OwnerGate>();
    }

    // One environment variable is easier to set than a list of them.
    private static IReadOnlyList<string> ReadOrigins(IConfigurationSection section)
    {
        var origins = section.Value?.Split(',') ?? section.GetChildren().Select(child => child.Value ?? "");
        return [.. origins.Select(origin => origin.Trim().TrimEnd('/')).Where(origin => origin.Length > 0)];
    }
}
