using System.Diagnostics;
using System.Text.RegularExpressions;

namespace DigitalTwin.Testing;

/// <summary>The storage emulator, on free ports and in a folder of its own. Without it, tests skip.</summary>
public sealed partial class Azurite : IAsyncLifetime
{
    // The account and key that every emulator has: https://learn.microsoft.com/azure/storage/common/storage-connect-azurite
    private const string Account = "AccountName=devstoreaccount1;"
        + "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==;"
        + "DefaultEndpointsProtocol=http;";

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private readonly TempFolder data = new();
    private readonly Dictionary<string, string> addresses = [];
    private readonly TaskCompletionSource listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? process;

    /// <summary>How to reach it; skips the test where the emulator is not installed.</summary>
    public string ConnectionString
    {
        get
        {
            Assert.SkipUnless(IsInstalled, "Azurite is not installed: npm install --global azurite");
            return ConnectionStringFor(addresses);
        }
    }

    public bool IsInstalled => process is not null;

    public Uri TableEndpoint => new(addresses["Table"]);

    /// <summary>How to reach it where something stands before its tables.</summary>
    public string ConnectionStringWith(Uri tables)
        => ConnectionStringFor(new Dictionary<string, string>(addresses) { ["Table"] = tables.ToString().TrimEnd('/') });

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } program)
        {
            return;
        }

        process = new Process
        {
            StartInfo = new ProcessStartInfo(program,
            [
                "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
                "--location", data.Path, "--skipApiVersionCheck", "--disableTelemetry",
            ])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.OutputDataReceived += (_, line) => Read(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await listening.Task.WaitAsync(StartTime);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        data.Dispose();
    }

    private static string ConnectionStringFor(Dictionary<string, string> services)
        => Account + string.Concat(services.Select(service => $"{service.Key}Endpoint={service.Value}/devstoreaccount1;"));

    private static string? Find()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "azurite.cmd" : "azurite")).FirstOrDefault(File.Exists);

    private void Read(string line)
    {
        if (Listening().Match(line) is { Success: true } found)
        {
            lock (addresses)
            {
                addresses[found.Groups[1].Value] = found.Groups[2].Value;
                if (addresses.Count == 3)
                {
                    listening.TrySetResult();
                }
            }
        }
    }

    [GeneratedRegex("Azurite (Blob|Queue|Table) service is successfully listening at (http://[0-9.:]+)")]
    private static partial Regex Listening();
}
