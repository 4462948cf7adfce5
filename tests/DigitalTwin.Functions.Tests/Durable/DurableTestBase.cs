using DigitalTwin.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

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

    /// <summary>The turn's instance, once it waits.</summary>
    private protected static async Task<OrchestrationMetadata> WaitingAsync(DurableTwin twin, string turn)
    {
        while (!twin.Calls.Any(call => call.StartsWith("BeginWait", StringComparison.Ordinal))
            || await twin.Client.GetInstanceAsync(turn, Token) is not { RuntimeStatus: OrchestrationRuntimeStatus.Running })
        {
            await Task.Delay(50, Token);
        }

        await Task.Delay(300, Token);
        return (await twin.Client.GetInstanceAsync(turn, getInputsAndOutputs: true, Token))!;
    }
}
