using System.Diagnostics;
using DigitalTwin.Functions.Tests.Host;
using DigitalTwin.Testing;

namespace DigitalTwin.Benchmarks.Systems;

/// <summary>The function app's worker behind the stand-in host, over Azurite. What is read off is the worker process alone.</summary>
internal static class WorkerSystem
{
    public static bool IsThere => Folders.Any(folder => File.Exists(Path.Combine(folder, "azurite")));

    private static string[] Folders => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);

    public static async Task<RunningSystem> StartAsync(string name, Uri model)
    {
        var azurite = new Azurite();
        await azurite.InitializeAsync();
        var host = await FunctionHost.StartAsync(new Dictionary<string, string>
        {
            ["Storage__Container"] = "c" + Guid.NewGuid().ToString("N"),
            ["Storage__ConnectionString"] = azurite.ConnectionString,
            ["TICKET_SIGNING_KEY"] = "a-signing-key-of-more-than-32-characters",
            ["OWNER_KEY"] = "an-owner-key-of-more-than-32-characters",
            ["Model__Provider"] = "openai",
            ["Model__Name"] = "stub",
            ["Model__Endpoint"] = model.ToString(),
            ["MODEL_API_KEY"] = "none",
            ["Model__Probe"] = "false",
            ["Rates__Enabled"] = "false",
        });
        return new RunningSystem(name, host.Address, Process.GetProcessById(host.WorkerProcessId), async () =>
        {
            await host.DisposeAsync();
            await azurite.DisposeAsync();
        });
    }
}
