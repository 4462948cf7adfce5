using System.Text.Json;
using DigitalTwin.Hosting;
using DigitalTwin.Media;
using DigitalTwin.Models;
using DigitalTwin.Turns.Workflows;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Offerings.Finding;

/// <summary>Finds out what a visitor's pictures show.</summary>
internal sealed class MediaWork(PictureStore pictures, ModelQuestion model, IOptions<ModelOptions> options) : ITurnWork
{
    public const string StepName = "media";

    private const string Instructions = """
        Say what each picture shows, as a shop would describe it, in English:
        {"pictures": [{"what": "the thing, in a few words", "colour": "...", "material": "...", "text": "words on it"}]}
        Leave out what you cannot see.
        """;

    public string Name => StepName;

    public async Task<WorkOutcome> DoAsync(WorkContext context, CancellationToken cancellationToken)
    {
        if (!options.Value.Pictures || !model.IsAvailable)
        {
            return Outcome(new MediaResult([], IsBlind: true));
        }

        var shown = await pictures.LoadAsync(context.Start.Id, cancellationToken);
        var seen = await model.AskAsync(context.Start, Instructions, "", ProductJson.Lenient.SeenPictures, shown, cancellationToken);
        return Outcome(new MediaResult([.. (seen?.Pictures ?? []).Where(each => each.Words.Length > 0)], IsBlind: seen is null)) with
        {
            Model = seen is null ? null : model.Name,
            Degraded = seen is null,
        };
    }

    /// <summary>What the step found, in later ones; nothing where there were no pictures.</summary>
    public static MediaResult ResultIn(WorkContext context)
        => context.ResultOf(StepName) is { Length: > 0 } json ? JsonSerializer.Deserialize(json, ProductJson.Api.MediaResult)!
            : new MediaResult([], false);

    private static WorkOutcome Outcome(MediaResult result)
        => new() { Result = JsonSerializer.Serialize(result, ProductJson.Api.MediaResult) };
}
