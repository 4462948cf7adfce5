using Anthropic;
using Anthropic.Core;
using DigitalTwin.Models.Endpoints;
using DigitalTwin.Storage;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Anthropic;

/// <summary>Creates the official client of Anthropic's Messages API.</summary>
internal static class AnthropicClients
{
    private static readonly Uri AnthropicEndpoint = new("https://api.anthropic.com");

    /// <param name="target">The model and its endpoint.</param>
    /// <param name="options">The settings.</param>
    /// <param name="secrets">The secrets, with the endpoint's key.</param>
    public static MessagesChatClient Create(ModelTarget target, ModelOptions options, SecretCache secrets)
    {
        var endpoint = EndpointOf(target);
        var client = new AnthropicClient(new ClientOptions
        {
            BaseUrl = endpoint.AbsoluteUri,
            // The handler has the key: said here, so that the client looks for none in the environment or in files.
            ApiKey = null,
            AuthToken = null,
            Handlers = [new AnthropicHandler(secrets, target.KeySecret)],
            // ModelResilience has the retries, with their circuit breaker, and the time limits.
            MaxRetries = 0,
            Timeout = TimeSpan.FromHours(1),
        });
        var settings = new RequestSettings(target.Name, endpoint, IsOpenAI: false)
        {
            Effort = options.Reasoning is { Length: > 0 } effort ? effort : null,
        };
        return new MessagesChatClient(client.AsIChatClient(target.Name), settings, new EndpointHabits());
    }

    /// <summary>The base address of requests, to which the client adds <c>/v1</c>: an owner may have written it already.</summary>
    public static Uri EndpointOf(ModelTarget target)
    {
        var address = (target.Endpoint ?? AnthropicEndpoint).AbsoluteUri.TrimEnd('/');
        return new Uri(address.EndsWith("/v1", StringComparison.Ordinal) ? address[..^"/v1".Length] : address);
    }
}
