using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using DigitalTwin.Models.Endpoints;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Models.Probing;

/// <summary>
/// Asks the configured model once at start, with a tool, as a turn does: what is wrong with a setting is known, and what its endpoint
/// refuses or how it thinks is learnt, before a visitor comes.
/// </summary>
internal sealed partial class ModelProbe(
    Lazy<IModel> configured, ModelHealth health, IOptions<ModelOptions> options, ILogger<ModelProbe> logger) : BackgroundService
{
    // The names that endpoints have for it: OpenAI's and Azure's, and OpenRouter's.
    private static readonly string[] EndFields = ["shutdown_date", "deprecation_date", "expiration_date"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Nothing at start waits for this; nor is the model made before all settings have been looked at.
        await Task.Yield();
        var model = configured.Value;
        if (model.IsOffline || !options.Value.Probe)
        {
            return;
        }

        try
        {
            await AskAsync(model, stoppingToken);
            await LookUpEndAsync(model, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        catch (ModelException error)
        {
            LogFailed(logger, model.Name, error.Failure, error);
        }
    }

    private async Task AskAsync(IModel model, CancellationToken cancellationToken)
    {
        var search = ([Description("What to look for.")] string query) => query;
        var tool = AIFunctionFactory.Create(search, "search_persona", "Searches the notes.");
        var settings = new ChatOptions { MaxOutputTokens = options.Value.MaxOutputTokens, Tools = [tool] };
        try
        {
            var asked = new ChatMessage(ChatRole.User, "Say hello in one word. Call no tool.");
            await foreach (var _ in model.Client.GetStreamingResponseAsync([asked], settings, cancellationToken))
            {
                // Only its end counts.
            }

            health.Succeeded();
        }
        catch (ModelException error)
        {
            health.Failed(error);
            throw;
        }
    }

    // https://platform.openai.com/docs/api-reference/models/list
    private async Task LookUpEndAsync(IModel model, CancellationToken cancellationToken)
    {
        if (model.Client.GetService<EndpointSender>() is not { } sender)
        {
            return;
        }

        using var response = await sender.SendAsync("models", null, cancellationToken);
        if (response.Status != 200 || response.ContentStream is not { } content)
        {
            return;
        }

        try
        {
            await using var body = new BoundedBody(content);
            using var list = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            var found = list.RootElement.Field("data"u8).Items().FirstOrDefault(each => each.Field("id"u8).Name() == model.Name);
            health.ShutsDown = EndFields.Select(field => DateIn(found, field)).FirstOrDefault(date => date is not null);
        }
        catch (JsonException)
        {
            // Not every endpoint has such a list.
        }
    }

    private static DateOnly? DateIn(JsonElement listed, string field)
    {
        var value = listed.Field(field);
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var seconds) && seconds is > 0 and < 253_402_300_799
            ? DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime)
            : DateTime.TryParse(value.Name(), CultureInfo.InvariantCulture, out var date) ? DateOnly.FromDateTime(date) : null;
    }

    [LoggerMessage(EventId = 3004, Level = LogLevel.Warning, Message = "The model '{Model}' did not answer the probe at start ({Failure})")]
    private static partial void LogFailed(ILogger logger, string model, ModelFailure failure, Exception error);
}
