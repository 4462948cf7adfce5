using DigitalTwin.Hosting;
using DigitalTwin.Turns;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Media;

/// <summary>Spoken messages and pictures of visitors.</summary>
internal static class MediaFeature
{
    public static IServiceCollection AddMedia(this IServiceCollection services)
        => services.AddSingleton<PictureStore>().AddSingleton<SpeechReader>().AddSingleton<VoiceEndpoint>();

    public static void MapMedia(this IEndpointRouteBuilder routes)
        => routes.MapPost("/api/chat/voice", (HttpContext http, VoiceEndpoint voice) => voice.PostAsync(http))
            .WithName("ChatVoice").WithTags("chat")
            .WithSummary("Ask the twin aloud")
            .WithDescription(
                "The body is a recording of up to 60 seconds (audio/webm, audio/ogg, audio/mp4 or audio/wav); query 'messageId' "
                + "and 'locale'. Answered as POST /api/chat, with what was understood.")
            .Produces<TurnView>(200, "application/json", "text/event-stream")
            .ProducesProblems(400, 401, 403, 413, 415, 422, 501, 503);
}
