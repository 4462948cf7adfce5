using DigitalTwin.LocalHost;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Testing;

/// <summary>The local host as it is shipped, in this process, on a free port and a folder of its own.</summary>
public sealed class TwinHost : IAsyncDisposable
{
    private readonly TempFolder? ownFolder;
    private readonly WebApplication app;

    private TwinHost(WebApplication app, TempFolder? ownFolder, string data)
    {
        (this.app, this.ownFolder, DataPath) = (app, ownFolder, data);
        Client = new TwinClient(new Uri(app.Urls.First()));
    }

    public TwinClient Client { get; }

    public string DataPath { get; }

    public IServiceProvider Services => app.Services;

    public Uri Address => new(app.Urls.First());

    /// <summary>Starts a twin.</summary>
    /// <param name="settings">As on the command line: <c>Model:Provider=openai</c>.</param>
    /// <param name="data">A folder to keep; else one of its own.</param>
    /// <param name="configure">Adds services.</param>
    public static async Task<TwinHost> StartAsync(
        IEnumerable<string>? settings = null,
        string? data = null,
        Action<IServiceCollection>? configure = null)
    {
        var folder = data is null ? new TempFolder() : null;
        var path = data ?? folder!.Path;
        string[] args =
        [
            "--urls=http://127.0.0.1:0",
            $"--Storage:Path={path}",
            "--Logging:LogLevel:Default=None",

            // Tests share an address, and ask more of it in a minute than visitors do; those of the rates switch them on.
            "--Rates:Enabled=false",
            .. (settings ?? []).Select(setting => "--" + setting),
        ];
        var app = LocalHostApp.Build(args, configure);
        await app.StartAsync();
        return new TwinHost(app, folder, path);
    }

    /// <summary>A twin whose model is the given server.</summary>
    public static Task<TwinHost> StartAsync(ModelServer model, params string[] settings) => StartAsync(SettingsFor(model, settings));

    /// <summary>A twin whose model is the given server, with tools of a test's own.</summary>
    public static Task<TwinHost> StartAsync(ModelServer model, TestTools tools, params string[] settings)
        => StartAsync(
            SettingsFor(model, settings),
            configure: services => tools.All().ToList().ForEach(tool => services.AddSingleton(tool)));

    /// <summary>The settings that make a server the model.</summary>
    public static IReadOnlyList<string> SettingsFor(ModelServer model, params IEnumerable<string> settings)
        =>
        [
            "Model:Provider=openai",
            $"Model:Endpoint={model.Endpoint}",
            "Model:Name=test-model",
            "Model:Probe=false",
            "MODEL_API_KEY=test-key",
            .. settings,
        ];

    /// <summary>A client with nothing of the other's.</summary>
    public TwinClient NewClient() => new(Address);

    /// <summary>What an address says to the owner.</summary>
    public async Task<Answer> GetAsOwnerAsync(string path)
    {
        using var owner = await NewOwnerAsync();
        return await owner.GetAsync(path);
    }

    /// <summary>What <c>/metrics</c> says to the owner.</summary>
    public async Task<string> MetricsAsync()
        => await (await GetAsOwnerAsync("/metrics")).Response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>A client with the owner's key.</summary>
    public async Task<TwinClient> NewOwnerAsync()
    {
        var file = Path.Combine(DataPath, "secrets", "owner-key");
        return new TwinClient(Address) { Ticket = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken) };
    }

    /// <summary>Stops as Ctrl+C does.</summary>
    public Task StopAsync() => app.StopAsync();

    public T Get<T>()
        where T : notnull
        => app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        ownFolder?.Dispose();
    }
}
