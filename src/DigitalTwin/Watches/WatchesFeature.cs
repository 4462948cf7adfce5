using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Watches;

internal static class WatchesFeature
{
    public static IServiceCollection AddWatches(this IServiceCollection services)
        => services.AddSingleton<DailyDigest>().AddSingleton<OwnerWatch>();
}
