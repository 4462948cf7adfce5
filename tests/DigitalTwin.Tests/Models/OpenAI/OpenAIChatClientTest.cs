using System.ClientModel;
using DigitalTwin.Models;
using DigitalTwin.Models.Completions;
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

    private protected ChatCompletionsClient Client(
        ModelProvider provider = ModelProvider.OpenAI,
        AuthenticationTokenProvider? tokens = null,
        Uri? endpoint = null)
        => OpenAIClients.Create(
            new ModelOptions { Provider = provider, Endpoint = endpoint ?? Server.Endpoint, Name = "test-model" },
            new SecretCache(Secrets, new ConfigurationBuilder().Build(), TimeProvider.System, NullLogger<SecretCache>.Instance),
            tokens,
            TimeProvider.System);
}
