#pragma warning disable OPENAI001 // Authentication by policy, the only way to a key that can change, is experimental in the OpenAI client.
using System.ClientModel;
using System.ClientModel.Primitives;
using DigitalTwin.Storage;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Chat;

namespace DigitalTwin.Models.OpenAI;

/// <summary>Makes the official client for the configured endpoint.</summary>
internal static class OpenAIClients
{
    private static readonly Uri OpenAIEndpoint = new("https://api.openai.com/v1");

    // The scope of Azure AI services: https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle
    private const string AzureScope = "https://cognitiveservices.azure.com/.default";

    /// <param name="options">The endpoint and model.</param>
    /// <param name="secrets">Where the key comes from.</param>
    /// <param name="tokens">Entra ID, used on Azure where the host supplies it.</param>
    public static OpenAIChatClient Create(ModelOptions options, SecretCache secrets, AuthenticationTokenProvider? tokens)
    {
        var client = new ChatClient(options.Name, Authentication(options, secrets, tokens), Settings(options));
        return new OpenAIChatClient(client.AsIChatClient(), usesMaxTokens: UsesMaxTokens(options));
    }

    /// <summary>The same endpoint's model that turns speech into text.</summary>
    public static OpenAISpeechClient CreateSpeech(ModelOptions options, SecretCache secrets, AuthenticationTokenProvider? tokens)
        => new(new AudioClient(options.Speech, Authentication(options, secrets, tokens), Settings(options)));

    private static OpenAIClientOptions Settings(ModelOptions options) => new()
    {
        Endpoint = EndpointOf(options),
        // Retries, with the breaker they need, and time limits are ModelResilience's.
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        NetworkTimeout = Timeout.InfiniteTimeSpan,
        UserAgentApplicationId = "digital-twin",
    };

    /// <summary>The base address requests go to; Azure's gets its v1 path where only the resource is given.</summary>
    public static Uri EndpointOf(ModelOptions options)
    {
        if (options.Endpoint is not { } endpoint)
        {
            return OpenAIEndpoint;
        }

        return options.Provider == ModelProvider.Azure && endpoint.AbsolutePath == "/" ? new Uri(endpoint, "/openai/v1") : endpoint;
    }

    // Servers other than OpenAI's know the older name of the limit, and some refuse the newer one.
    private static bool UsesMaxTokens(ModelOptions options)
        => options.Provider == ModelProvider.OpenAI && EndpointOf(options).Host != OpenAIEndpoint.Host;

    private static AuthenticationPolicy Authentication(ModelOptions options, SecretCache secrets, AuthenticationTokenProvider? tokens)
        => options.Provider != ModelProvider.Azure ? ApiKeyPolicy.Bearer(secrets)
            : tokens is null ? ApiKeyPolicy.AzureKey(secrets)
            : new BearerTokenPolicy(tokens, AzureScope);
}
