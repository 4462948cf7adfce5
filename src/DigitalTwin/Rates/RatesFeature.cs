using DigitalTwin.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DigitalTwin.Rates;

internal static class RatesFeature
{
    public static IServiceCollection AddRates(this IServiceCollection services)
    {
        services.TryAddSingleton(new RateSharing(false));
        return services.AddSettings<RatesOptions>("Rates")
            .AddSingleton<SharedRates>()
            .AddSingleton<RateLimits>()
            .AddSingleton<SessionAddresses>()
            .AddSingleton<TurnSlots>();
    }
}
