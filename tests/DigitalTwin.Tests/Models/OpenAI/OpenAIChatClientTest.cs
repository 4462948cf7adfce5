using System.ClientModel;
using DigitalTwin.Models;
using DigitalTwin.Models.Endpoints;
using DigitalTwin.Models.OpenAI;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace DigitalTwin.Tests.Models.OpenAI;

/// <summary>A client of the product before a server that does what a test tells it to.</summary>
public abstract class OpenAIChatClientTest : IAsyncLifetime
{
    private protected static readonly ChatMessage[] Hello =
    [
        new(ChatRole.System, "Be Ada."),
        new(ChatRole.User, "Hi"),
        new(ChatRole.Assistant, "Hello."),
        new(ChatRole.User, "Who are you?"),
    ];

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected ISecretStore Secrets { get; } = Substitute.For<ISecretStore>();

    private protected ModelServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Server = await ModelServer.StartAsync();
        Secrets.GetAsync(SecretNames.ModelApiKey, Arg.Any<CancellationToken>()).Returns("key-1");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Server.DisposeAsync();
    }

    private protected EndpointChatClient Client(
        ModelProvider provider = ModelProvider.OpenAI,
        AuthenticationTokenProvider? tokens = null,
        Uri? endpoint = null)
        => Client(
            new ModelOptions { Provider = provider, Endpoint = endpoint ?? Server.Endpoint, Name = "test-model", Api = ModelApi.Chat },
            tokens);

    private protected EndpointChatClient Client(ModelOptions options, AuthenticationTokenProvider? tokens = null)
        => OpenAIClients.Create(
            ModelTarget.Of(options),
            options,
            new SecretCache(Secrets, new ConfigurationBuilder().Build(), TimeProvider.System, NullLogger<SecretCache>.Instance),
            tokens,
            TimeProvider.System);
}
