using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Media;

/// <summary>Spoken messages and pictures of visitors.</summary>
internal static class MediaFeature
{
    public static IServiceCollection AddMedia(this IServiceCollection services)
        => services.AddSingleton<PictureStore>().AddSingleton<SpeechReader>();
}
