using DigitalTwin.Functions.Tests.Host;
using DigitalTwin.Testing;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Functions.Tests;

/// <summary>
/// The app's worker behind the stand-in host, started once for a class of tests, with a scripted model and storage on Azurite.
/// </summary>
public sealed class FunctionAppFixture(Azurite azurite) : IAsyncLifetime
{
    /// <summary>The app's settings.</summary>
    /// <summary>Has the twin answer without a model: it neither hears nor sees then.</summary>
    public void UseOfflineModel()
    {
        Settings["Model__Provider"] = "offline";
        Settings.Remove("Model__Speech");
        Settings.Remove("Model__Pictures");
    }

    public Dictionary<string, string> Settings { get; } = new()
    {
        ["Storage__Container"] = "c" + Guid.NewGuid().ToString("N"),
        ["TICKET_SIGNING_KEY"] = "a-signing-key-of-more-than-32-characters",
        ["OWNER_KEY"] = TurnScript.OwnerKey,
        ["SIGN_IN_KEY"] = "a-sign-in-key-of-more-than-32-characters",
        ["WEBHOOK_KEY"] = "a-webhook-key-of-more-than-32-characters",
        ["Model__Provider"] = "openai",
        ["Model__Name"] = "test-model",
        ["MODEL_API_KEY"] = "test-key",
        ["Model__Probe"] = "false",
        ["Model__Speech"] = "test-hearing",
        ["Model__Pictures"] = "true",
        ["Limits__StreamSeconds"] = "5",
        ["Rates__Enabled"] = "false",
    };

    public string ConnectionString => azurite.ConnectionString;

    public ModelServer Model { get; private set; } = null!;

    /// <summary>What stands between the worker and its tables.</summary>
    internal TableProxy Tables { get; private set; } = null!;

    internal FunctionHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (!azurite.IsInstalled)
        {
            return;
        }

        Model = await ModelServer.StartAsync();
        Tables = await TableProxy.StartAsync(azurite.TableEndpoint);
        Settings["Storage__ConnectionString"] = azurite.ConnectionStringWith(Tables.Endpoint);
        Settings["Model__Endpoint"] = Model.Endpoint.ToString();
        Host = await FunctionHost.StartAsync(Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await (Host?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Tables?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Model?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}

/// <summary>A test of the app with a visitor of its own; the model's script begins afresh.</summary>
public abstract class FunctionAppTest : IAsyncLifetime
{
    protected FunctionAppTest(FunctionAppFixture app) => App = app;

    /// <summary>A model call that asks the visitor.</summary>
    protected static Func<HttpContext, ModelRequest, Task> Ask
        => ModelServer.CallTools(("ask_visitor", ["{\"question\":\"Which letter?\",\"options\":[\"The long one\",\"The short one\"]}"]));

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected FunctionAppFixture App { get; }

    protected ModelServer Model => App.Model;

    protected TwinClient Client { get; private set; } = null!;

    private protected FunctionHost Host => App.Host;

    public ValueTask InitializeAsync()
    {
        // Skips where there is no emulator.
        _ = App.ConnectionString;
        Model.Reset();
        Client = new TwinClient(Host.Address);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Client?.Dispose();
        foreach (var line in App.Host?.Channel.TakeLog() ?? [])
        {
            TestContext.Current.TestOutputHelper!.WriteLine(line);
        }

        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
