using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Hosting.Responses;
using DigitalTwin.Storage;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace DigitalTwin.Access;

internal static class AccessFeature
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>()
            .Configure<IConfiguration>((options, configuration)
                =>
            {
                var section = configuration.GetSection("Access");
                options.Origins = [.. ReadList(section.GetSection(nameof(options.Origins))).Select(origin => origin.TrimEnd('/'))];
                options.Hosts = [.. ReadList(section.GetSection(nameof(options.Hosts))), .. PlatformHost(configuration)];
                options.Proxies = section.GetValue<int>(nameof(options.Proxies));
                options.OperatorPort = section.GetValue<int>(nameof(options.OperatorPort));
            });
        services.AddOptions<CorsOptions>().Configure<OriginPolicy>((cors, origins) => cors.AddDefaultPolicy(policy => policy
            .SetIsOriginAllowed(origins.AllowsCrossOrigin)
            .WithMethods(HttpMethods.Get, HttpMethods.Post, HttpMethods.Delete)
            .WithHeaders(
                HeaderNames.Authorization,
                HeaderNames.ContentType,
                HeaderNames.Accept,
                "Last-Event-ID",
                RequestFrame.CorrelationHeader)
            .WithExposedHeaders(
                RequestFrame.CorrelationHeader,
                HeaderNames.RetryAfter,
                HeaderNames.Location,
                RateHeaders.Limit,
                RateHeaders.Policy)
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
        return services.AddCors()
            .ValidateSettings<AccessOptions>("Access")
            .AddSingleton<SecretCache>()
            .AddSingleton<OriginPolicy>()
            .AddSingleton<TicketGeneration>()
            .AddSingleton<TicketService>()
            .AddSingleton<IConfigureOptions<ForwardedHeadersOptions>, ProxyHeaders>()
            .AddSingleton<HostPolicy>()
            .AddSingleton<OwnerKey>()
            .AddSingleton<WrongKeys>()
            .AddSingleton<CallerCheck>()
            .AddSingleton<PublicGate>();
    }

    // One environment variable is easier to set than a list of them.
    private static IEnumerable<string> ReadList(IConfigurationSection section)
    {
        var texts = section.Value?.Split(',') ?? section.GetChildren().Select(child => child.Value ?? "");
        return texts.Select(text => text.Trim()).Where(text => text.Length > 0);
    }

    // Set by the platform in every function app: https://learn.microsoft.com/azure/app-service/reference-app-settings
    private static IEnumerable<string> PlatformHost(IConfiguration configuration)
        => configuration["WEBSITE_HOSTNAME"] is { Length: > 0 } name ? [name.Split(':')[0]] : [];
}
