#pragma warning disable OPENAI001 // Authentication by policy is experimental in the client; only so can a key change.
using System.ClientModel;
using System.ClientModel.Primitives;
using DigitalTwin.Models.Completions;
using DigitalTwin.Models.Endpoints;
using DigitalTwin.Models.Responses;
using DigitalTwin.Storage;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Audio;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace DigitalTwin.Models.OpenAI;

/// <summary>Creates the official client for the configured endpoint.</summary>
internal static class OpenAIClients
{
    private static readonly Uri OpenAIEndpoint = new("https://api.openai.com/v1");

    // The scope of Azure AI services: https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle
    private const string AzureScope = "https://cognitiveservices.azure.com/.default";

    /// <param name="target">The model and its endpoint.</param>
    /// <param name="options">The settings.</param>
    /// <param name="secrets">The secrets, with the endpoint's key.</param>
    /// <param name="tokens">Entra ID's tokens, used on Azure where the host supplies them.</param>
    /// <param name="time">The clock of time limits.</param>
    public static EndpointChatClient Create(
        ModelTarget target, ModelOptions options, SecretCache secrets, AuthenticationTokenProvider? tokens, TimeProvider time)
    {
        var endpoint = EndpointOf(target);
        var isOpenAI = target.Provider == ModelProvider.Azure || endpoint.Host == OpenAIEndpoint.Host;
        var settings = new RequestSettings(target.Name, endpoint, isOpenAI)
        {
            Effort = options.Reasoning is { Length: > 0 } effort ? effort : isOpenAI ? "none" : null,
            Verbosity = options.Verbosity is { Length: > 0 } verbosity ? verbosity : null,
        };
        var usesResponses = options.Api == ModelApi.Responses || (options.Api == ModelApi.Auto && isOpenAI);
        var pipeline = new ChatClient(target.Name, Authentication(target, secrets, tokens), Settings(target)).Pipeline;
        return new EndpointChatClient(
            new EndpointSender(pipeline, endpoint),
            usesResponses ? ResponsesRequestBody.Format : CompletionRequestBody.Format,
            settings,
            new EndpointHabits(),
            time);
    }

    /// <summary>Creates the client of the model at the same endpoint that transcribes speech.</summary>
    public static OpenAISpeechClient CreateSpeech(ModelOptions options, SecretCache secrets, AuthenticationTokenProvider? tokens)
    {
        var target = ModelTarget.Of(options);
        return new(new AudioClient(options.Speech, Authentication(target, secrets, tokens), Settings(target)));
    }

    /// <summary>Creates the client of the model at the same endpoint that gives texts their vectors.</summary>
    public static IEmbeddingGenerator<string, Embedding<float>> CreateEmbeddings(
        ModelOptions options, SecretCache secrets, AuthenticationTokenProvider? tokens)
    {
        var target = ModelTarget.Of(options);
        return new EmbeddingClient(options.Embeddings, Authentication(target, secrets, tokens), Settings(target)).AsIEmbeddingGenerator();
    }

    private static OpenAIClientOptions Settings(ModelTarget target) => new()
    {
        Endpoint = EndpointOf(target),
        // ModelResilience has the retries, with their circuit breaker, and the time limits.
        RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
        NetworkTimeout = Timeout.InfiniteTimeSpan,
        UserAgentApplicationId = "digital-twin",
    };

    /// <summary>The base address of requests; Azure's gets its v1 path where only the resource is configured.</summary>
    public static Uri EndpointOf(ModelTarget target)
    {
        if (target.Endpoint is not { } endpoint)
        {
            return OpenAIEndpoint;
        }

        return target.Provider == ModelProvider.Azure && endpoint.AbsolutePath == "/" ? new Uri(endpoint, "/openai/v1") : endpoint;
    }

    private static AuthenticationPolicy Authentication(ModelTarget target, SecretCache secrets, AuthenticationTokenProvider? tokens)
        => target.Provider != ModelProvider.Azure ? ApiKeyPolicy.Bearer(secrets, target.KeySecret)
            : tokens is null ? ApiKeyPolicy.AzureKey(secrets, target.KeySecret)
            : new BearerTokenPolicy(tokens, AzureScope);
}
