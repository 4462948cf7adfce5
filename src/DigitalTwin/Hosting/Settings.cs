using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Hosting;

/// <summary>What the features' registrations share.</summary>
internal static class Settings
{
    /// <summary>Binds a section, refuses keys that are not known, and validates it all when the host starts.</summary>
    public static IServiceCollection AddSettings<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddOptions<T>().BindConfiguration(section, binder => binder.ErrorOnUnknownConfiguration = true).ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    /// <summary>Documents the problems an endpoint answers with.</summary>
    public static RouteHandlerBuilder ProducesProblems(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<ProblemBody>(status, "application/problem+json");
        }

        return endpoint;
    }
}
