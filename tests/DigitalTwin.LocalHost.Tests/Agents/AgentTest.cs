using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Agents;

/// <summary>A twin with a scripted model, and a key for a program.</summary>
public abstract class AgentTest : IAsyncLifetime
{
    private protected ModelServer Model { get; private set; } = null!;

    private protected TwinHost Host { get; private set; } = null!;

    private protected TwinClient Owner { get; private set; } = null!;

    private protected string Key { get; private set; } = "";

    private protected string KeyId { get; private set; } = "";

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Model = await ModelServer.StartAsync();
        Host = await TwinHost.StartAsync(Model);
        Owner = await Host.NewOwnerAsync();
        var issued = (await Owner.SendAsync(HttpMethod.Post, "/api/owner/keys", TwinClient.Json(new { name = "A program" }))).Json;
        (Key, KeyId) = (issued.GetProperty("key").GetString()!, issued.GetProperty("id").GetString()!);
    }

    public async ValueTask DisposeAsync()
    {
        Owner.Dispose();
        await Host.DisposeAsync();
        await Model.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
