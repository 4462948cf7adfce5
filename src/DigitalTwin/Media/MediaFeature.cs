using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Media;

/// <summary>What visitors say and show.</summary>
internal static class MediaFeature
{
    public static IServiceCollection AddMedia(this IServiceCollection services)
        => services.AddSingleton<PictureStore>().AddSingleton<SpeechReader>();
}
