using DigitalTwin.Testing;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Functions.Tests.Durable;

/// <summary>A scripted model and marked tools for a test's twins.</summary>
public abstract class DurableTestBase : IAsyncLifetime
{
    private readonly TempFolder effects = new();

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A model call that asks the visitor.</summary>
    protected static Func<HttpContext, ModelRequest, Task> Ask
        => ModelServer.CallTools(("ask_visitor", ["{\"question\":\"Which letter?\",\"options\":[\"The long one\",\"The short one\"]}"]));

    protected ModelServer Model { get; private set; } = null!;

    protected TestTools Tools { get; private set; } = null!;

    public async ValueTask InitializeAsync() => (Model, Tools) = (await ModelServer.StartAsync(), new TestTools(effects.Path));

    public async ValueTask DisposeAsync()
    {
        await Model.DisposeAsync();
        effects.Dispose();
        GC.SuppressFinalize(this);
    }
}
