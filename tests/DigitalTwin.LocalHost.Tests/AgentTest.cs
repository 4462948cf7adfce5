using DigitalTwin.Testing;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>A twin with the test tools, and a model that does what a test tells it to.</summary>
public abstract class AgentTest : IAsyncLifetime
{
    private const string OwnerKey = "an-owner-key-of-more-than-32-characters";

    private readonly TempFolder effects = new();

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The model asks the visitor a question.</summary>
    private protected static Func<HttpContext, ModelRequest, Task> Ask => ModelServer.CallTools(
        ("ask_visitor", ["{\"question\":\"Which letter?\",\"options\":[\"The long one\",\"The short one\"]}"]));

    private protected ModelServer Model { get; private set; } = null!;

    private protected TwinHost Host { get; private set; } = null!;

    private protected TestTools Tools { get; private set; } = null!;

    private protected TwinClient Client => Host.Client;

    public async ValueTask InitializeAsync()
    {
        Tools = new TestTools(effects.Path);
        Model = await ModelServer.StartAsync();
        Host = await TwinHost.StartAsync(Model, Tools, $"OWNER_KEY={OwnerKey}", "Limits:ActiveSeconds=20");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Host.DisposeAsync();
        await Model.DisposeAsync();
        effects.Dispose();
    }

    private protected static Func<HttpContext, ModelRequest, Task> Call(string tool)
        => ModelServer.CallTools((tool, ["{\"text\":\"x\"}"]));

    private protected TwinClient Owner() => new(Host.Address) { Ticket = OwnerKey };
}
