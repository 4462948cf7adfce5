using DigitalTwin.Hosting;
using DigitalTwin.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Access;

internal static class AccessFeature
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>()
            .Configure<IConfiguration>((options, configuration) => options.Origins = ReadOrigins(configuration.GetSection("Access:Origins")));
        return services.ValidateSettings<AccessOptions>("Access")
            .AddSingleton<SecretCache>()
            .AddSingleton<OriginPolicy>()
            .AddSingleton<TicketService>()
            .AddSingleton<RequestGate>()
            .AddSingleton<OwnerGate>();
    }

    // One environment variable is easier to set than a list of them.
    private static IReadOnlyList<string> ReadOrigins(IConfigurationSection section)
        => [.. (section.Value?.Split(',') ?? section.GetChildren().Select(child => child.Value ?? "")).Select(origin => origin.Trim().TrimEnd('/')).Where(origin => origin.Length > 0)];
}
