#pragma warning disable OPENAI001 // Authentication by policy is experimental in the client; only so can a key change.
using System.ClientModel;
using System.ClientModel.Primitives;
using DigitalTwin.Models.Completions;
using DigitalTwin.Storage;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Chat;

namespace DigitalTwin.Models.OpenAI;

/// <summary>Creates the official client for the configured endpoint.</summary>
internal static class OpenAIClients
{
    private static readonly Uri OpenAIEndpoint = new("https://api.openai.com/v1");

    // The scope of Azure AI services: https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle
    private const string AzureScope = "https://cognitiveservices.azure.com/.default";

    /// <param name="options">The endpoint and the model's name.</param>
    /// <param name="secrets">The secrets, with the endpoint's key.</param>
    /// <param name="tokens">Entra ID's tokens, used on Azure where the host supplies them.</param>
    /// <param name="time">The clock of time limits.</param>
    public static ChatCompletionsClient Create(
        ModelOptions options, SecretCache secrets, AuthenticationTokenProvider? tokens, TimeProvider time)
    {
        var client = new ChatClient(options.Name, Authentication(options, secrets, tokens), Settings(options));
        var settings = new RequestSettings(options.Name!, EndpointOf(options), IsOpenAI(options));
        return new ChatCompletionsClient(client, settings, new EndpointHabits(), time);
    }

    /// <summary>Creates the client of the model at the same endpoint that transcribes speech.</summary>
    public static OpenAISpeechClient CreateSpeech(ModelOptions options, SecretCache secrets, AuthenticationTokenProvider? tokens)
        => new(new AudioClient(options.Speech, Authentication(options, secrets, tokens), Settings(options)));

    private static OpenAIClientOptions Settings(ModelOptions options) => new()
    {
        Endpoint = EndpointOf(options),
        // ModelResilience has the retries, with their circuit breaker, and the time limits.
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        NetworkTimeout = Timeout.InfiniteTimeSpan,
        UserAgentApplicationId = "digital-twin",
    };

    /// <summary>The base address of requests; Azure's gets its v1 path where only the resource is configured.</summary>
    public static Uri EndpointOf(ModelOptions options)
    {
        if (options.Endpoint is not { } endpoint)
        {
            return OpenAIEndpoint;
        }

        return options.Provider == ModelProvider.Azure && endpoint.AbsolutePath == "/" ? new Uri(endpoint, "/openai/v1") : endpoint;
    }

    private static bool IsOpenAI(ModelOptions options)
        => options.Provider == ModelProvider.Azure || EndpointOf(options).Host == OpenAIEndpoint.Host;

    private static AuthenticationPolicy Authentication(
        ModelOptions options,
        SecretCache secrets,
        AuthenticationTokenProvider? tokens)
        => options.Provider != ModelProvider.Azure ? ApiKeyPolicy.Bearer(secrets)
            : tokens is null ? ApiKeyPolicy.AzureKey(secrets)
            : new BearerTokenPolicy(tokens, AzureScope);
}
