using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>What tests of the twin with a model behind a real endpoint stand on.</summary>
public abstract class ModelTest : IAsyncLifetime
{
    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private protected ModelServer Model { get; private set; } = null!;

    private protected TwinHost Host { get; private set; } = null!;

    private protected TwinClient Client => Host.Client;

    public async ValueTask InitializeAsync()
    {
        Model = await ModelServer.StartAsync();
        Host = await TwinHost.StartAsync(Model);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Model.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
