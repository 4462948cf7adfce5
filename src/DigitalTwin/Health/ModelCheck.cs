using System.Globalization;
using DigitalTwin.Models;
using DigitalTwin.Models.Anthropic;
using DigitalTwin.Models.Endpoints;
using DigitalTwin.Models.OpenAI;
using DigitalTwin.Models.Probing;
using DigitalTwin.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Health;

/// <summary>Relies on the probe at start and the latest calls: asking the model for each check would cost money each time.</summary>
internal sealed class ModelCheck(IModel model, ModelHealth health, IOptions<ModelOptions> options, TimeProvider time) : IReadinessCheck
{
    // What may have been a moment's trouble is forgotten; what only the owner can change is not.
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    public string Name => "model";

    public Task<Readiness> CheckAsync(CancellationToken cancellationToken) => Task.FromResult(Look());

    private Readiness Look()
    {
        if (model.IsOffline)
        {
            return Readiness.Ready;
        }

        if (health.LastFailure is { } failure && (!MayPass(failure.Failure) || time.GetElapsedTime(failure.At) < Memory))
        {
            var hint = failure.Hint is null ? "" : $" ({failure.Hint})";
            var standIn = options.Value.Fallbacks.Length > 0 ? "Model:Fallbacks answer" : "the offline model answers";
            return new Readiness(
                ReadinessStatus.Degraded,
                $"The last call of '{model.Name}' failed: {WordsFor(failure.Failure)}{hint}; {standIn} meanwhile.");
        }

        return ShutDown() ?? new Readiness(ReadinessStatus.Ready, Refused());
    }

    private static bool MayPass(ModelFailure failure)
        => failure is ModelFailure.Unavailable or ModelFailure.Timeout or ModelFailure.RateLimited or ModelFailure.OverBudget;

    private string WordsFor(ModelFailure failure)
    {
        var target = ModelTarget.Of(options.Value);
        var isAnthropic = target.Provider == ModelProvider.Anthropic;
        var endpoint = isAnthropic ? AnthropicClients.EndpointOf(target) : OpenAIClients.EndpointOf(target);
        var address = endpoint.GetLeftPart(UriPartial.Path);
        return failure switch
        {
            ModelFailure.Unauthorized => $"the key was refused; check the secret '{SecretNames.ModelApiKey}' for {endpoint.Host}",
            ModelFailure.OverBudget => "a limit in money is reached; GET /api/owner/usage says which",
            ModelFailure.Unpaid => $"{endpoint.Host} wants to be paid first; check the account's credit and its limits",
            ModelFailure.NotFound when !isAnthropic && !endpoint.AbsolutePath.Contains("/v", StringComparison.Ordinal)
                => $"there is no such address below {address}; most endpoints end in /v1: check Model:Endpoint",
            ModelFailure.NotFound => $"there is no model '{model.Name}' at {address}; check Model:Name and Model:Endpoint",
            ModelFailure.RateLimited => $"{endpoint.Host} limits how often it may be called; check the account's limits",
            ModelFailure.Timeout
                => $"timeout, nothing came for {options.Value.TimeoutSeconds} s; check the endpoint, or raise Model:TimeoutSeconds",
            ModelFailure.Rejected => $"{endpoint.Host} refuses the request itself; check Model:Name, Model:Api and Model:Reasoning",
            _ => $"{address} could not be reached or broke off; check Model:Endpoint and whether it is running",
        };
    }

    private Readiness? ShutDown()
    {
        var end = health.ShutsDown ?? KnownModels.EndOf(model.Name);
        if (end is not { } day || day > DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(KnownModels.WarnDays))
        {
            return null;
        }

        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return new Readiness(ReadinessStatus.Degraded, $"The model '{model.Name}' is shut down on {date}; choose another for Model:Name.");
    }

    private string? Refused()
    {
        var habits = model.Client?.GetService<EndpointHabits>();
        return habits is not { Refused.Count: > 0 } ? null
            : $"The model is asked without what it refused: {string.Join(", ", habits.Refused)}.";
    }
}
