using System.Diagnostics;
using System.Reflection;
using DigitalTwin.Personas;
using DigitalTwin.Testing;

namespace DigitalTwin.Benchmarks.Systems;

/// <summary>A system that is measured.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="StartAsync">Starts it anew, with nothing kept, in a folder of its own.</param>
internal sealed record MeasuredSystem(string Name, Func<string, Task<RunningSystem>> StartAsync);

/// <summary>The systems that are measured side by side. All answer <c>POST /api/chat</c> with a reply of the same model.</summary>
internal sealed class MeasuredSystems(Uri model, string work)
{
    public const string Floor = "bare proxy";
    public const string DurableFloor = "proxy, fsync";
    public const string FastApi = "FastAPI twin";
    public const string Vercel = "Vercel ai";
    public const string Ours = "local host";
    public const string Worker = "worker";

    /// <summary>Where the local host is published to.</summary>
    public string Published => Path.Combine(work, "published");

    private static string Peers => Path.Combine(AppContext.BaseDirectory, "Peers");

    private string Persona => Path.Combine(work, "persona.md");

    /// <summary>Publishes the local host as its image does, and brings the peers' packages.</summary>
    public async Task PrepareAsync()
    {
        await File.WriteAllBytesAsync(Persona, SamplePersona.ReadBytes());
        var source = typeof(MeasuredSystems).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(each => each.Key == "LocalHost").Value!;
        var architecture = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
        await RunAsync("dotnet", ["publish", source, "--configuration", "Release", "--arch", architecture, "--output", Published]);
        if (HasVercel)
        {
            foreach (var file in new[] { "twin.mjs", "package.json", "package-lock.json" })
            {
                File.Copy(Path.Combine(Peers, file), Path.Combine(work, file));
            }

            await RunAsync("npm", ["ci", "--silent", "--prefix", work]);
        }
    }

    private static bool HasVercel => Has("node", "--version");

    private static bool HasFastApi => Has("/usr/bin/python3", "-c", "import fastapi, uvicorn, httpx");

    /// <summary>Those that this machine has what it takes for.</summary>
    public IEnumerable<MeasuredSystem> All()
    {
        yield return new(Floor, _ => StartAsync(Floor, port => Self("proxy", port, model.ToString())));
        yield return new(DurableFloor, folder => StartAsync(DurableFloor, port => Self("proxy", port, model.ToString(), folder)));
        if (HasFastApi)
        {
            string[] quiet = ["--no-access-log", "--log-level", "error"];
            yield return new(FastApi, folder => StartAsync(FastApi, port => Peer(
                folder, port, "/usr/bin/python3", ["-m", "uvicorn", "--app-dir", Peers, "--port", $"{port}", .. quiet, "twin:app"])));
        }

        if (HasVercel)
        {
            yield return new(Vercel, folder => StartAsync(Vercel, port => Peer(folder, port, "node", Path.Combine(work, "twin.mjs"))));
        }

        yield return new(Ours, folder => StartOursAsync(folder));
        if (WorkerSystem.IsThere)
        {
            yield return new(Worker, _ => WorkerSystem.StartAsync(Worker, model));
        }
    }

    /// <summary>Starts the local host over what a folder holds.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="cap">What the stub may cost in a day, with its limits on; without a cap there are no limits.</param>
    public Task<RunningSystem> StartOursAsync(string folder, string? cap = null) => StartAsync(Ours, port =>
    {
        var start = new ProcessStartInfo(Path.Combine(Published, "DigitalTwin.LocalHost")) { WorkingDirectory = folder };
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["Storage__Path"] = folder;
        start.Environment["Model__Provider"] = "openai";
        start.Environment["Model__Name"] = "stub";
        start.Environment["Model__Endpoint"] = model.ToString();
        start.Environment["MODEL_API_KEY"] = "none";
        start.Environment["Model__Probe"] = "false";
        start.Environment["Rates__Enabled"] = cap is null ? "false" : "true";
        if (cap is not null)
        {
            start.Environment["Budget__Prices"] = "stub 0.75 0.075 0.75 4.5";
            start.Environment["Budget__Day"] = cap;
        }

        return start;
    });

    /// <summary>This program in another part.</summary>
    public static ProcessStartInfo Self(string part, int port, params IEnumerable<string> arguments)
        => new("dotnet", [typeof(MeasuredSystems).Assembly.Location, part, $"{port}", .. arguments]);

    private static Task<RunningSystem> StartAsync(string name, Func<int, ProcessStartInfo> command)
    {
        var port = FreePorts.Next();
        return RunningSystem.StartAsync(name, port, command(port));
    }

    private ProcessStartInfo Peer(string folder, int port, string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder };
        start.Environment["MODEL"] = model.ToString();
        start.Environment["MEMORY"] = folder;
        start.Environment["PERSONA"] = Persona;
        start.Environment["PORT"] = $"{port}";
        return start;
    }

    private static bool Has(string program, params IEnumerable<string> arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {output}");
        }
    }
}
