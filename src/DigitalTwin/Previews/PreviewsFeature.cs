using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Previews;

internal static class PreviewsFeature
{
    public static IServiceCollection AddPreviews(this IServiceCollection services) => services.AddSingleton<TwinPreview>();
}
