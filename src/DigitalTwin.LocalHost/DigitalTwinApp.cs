using DigitalTwin.Hosting;
using DigitalTwin.Tools;

namespace DigitalTwin.LocalHost;

/// <summary>The twin on this machine, for a program of one's own: the local host, with what the program adds.</summary>
/// <example><code>return await DigitalTwinApp.CreateBuilder(args).AddTool(myTool).RunAsync();</code></example>
public sealed class DigitalTwinApp : IAsyncDisposable
{
    private readonly WebApplication app;

    internal DigitalTwinApp(WebApplication app) => this.app = app;

    /// <summary>The addresses it listens on, once it is started.</summary>
    public IReadOnlyCollection<Uri> Addresses => [.. app.Urls.Select(address => new Uri(address))];

    /// <summary>The twin's services.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Begins a twin that has all that the local host has.</summary>
    /// <param name="args">The command line, as the local host takes it: <c>--help</c> lists what there is.</param>
    public static DigitalTwinAppBuilder CreateBuilder(string[] args)
    {
        ArgumentNullException.ThrowIfNull(args);
        return new DigitalTwinAppBuilder(args);
    }

    /// <summary>Starts to listen.</summary>
    /// <param name="cancellationToken">Gives up starting.</param>
    /// <exception cref="StartupException">A key that was set is too short.</exception>
    /// <exception cref="IOException">An address is in use.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting has a value it cannot have.</exception>
    public Task StartAsync(CancellationToken cancellationToken = default) => app.StartAsync(cancellationToken);

    /// <summary>Stops as Ctrl+C does: turns at work get up to 30 seconds to finish.</summary>
    /// <param name="cancellationToken">Ends the wait for them.</param>
    public Task StopAsync(CancellationToken cancellationToken = default) => app.StopAsync(cancellationToken);

    /// <summary>Stops where that has not been done, and gives the data folder back.</summary>
    public ValueTask DisposeAsync() => app.DisposeAsync();
}

/// <summary>Makes a <see cref="DigitalTwinApp"/>.</summary>
public sealed class DigitalTwinAppBuilder : ITwinBuilder
{
    private readonly string[] args;

    internal DigitalTwinAppBuilder(string[] args) => this.args = args;

    /// <inheritdoc/>
    public IServiceCollection Services { get; } = new ServiceCollection();

    /// <summary>Makes the twin, which is to be started.</summary>
    /// <exception cref="StartupException">The command line asks for no twin, or the data folder cannot be used.</exception>
    /// <exception cref="InvalidOperationException">A tool is not described as it must be, or two have the same name.</exception>
    public DigitalTwinApp Build()
    {
        var app = LocalHostApp.Build(args, Add);
        app.Services.GetRequiredService<ToolRegistry>();
        return new DigitalTwinApp(app);
    }

    /// <summary>Does what the command line asks for: runs the twin until it is stopped, unless it names another command.</summary>
    /// <returns>The process's exit code: 0, or 1 where it could not start, which it says on standard error.</returns>
    public Task<int> RunAsync() => LocalHostRunner.RunAsync(args, Add);

    private void Add(IServiceCollection services)
    {
        foreach (var service in Services)
        {
            services.Add(service);
        }
    }
}
