using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Search;

internal static class SearchFeature
{
    public static IServiceCollection AddSearch(this IServiceCollection services) => services.AddSingleton<HybridSearch>();
}
