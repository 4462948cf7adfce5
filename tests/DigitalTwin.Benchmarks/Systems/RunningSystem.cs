using System.Diagnostics;
using System.Globalization;

namespace DigitalTwin.Benchmarks.Systems;

/// <summary>A measured system that runs: a process of its own, read off from outside.</summary>
internal sealed class RunningSystem : IAsyncDisposable
{
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly Func<ValueTask> stop;

    public RunningSystem(string name, Uri address, Process process, Func<ValueTask> stop)
        => (Name, Address, this.process, this.stop) = (name, address, process, stop);

    public string Name { get; }

    public Uri Address { get; }

    public int ProcessId => process.Id;

    /// <summary>From the start of the process to the first whole reply; zero where it was not started here.</summary>
    public double ColdStart { get; private set; }

    public double CpuMilliseconds
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime.TotalMilliseconds;
        }
    }

    public double ResidentMegabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Bytes handed to the system to be written, and in how many calls: files and sockets.</summary>
    public (long Bytes, long Calls) Written
        => (Counter("wchar:"), Counter("syscw:"));

    /// <summary>Starts a program and waits until it answers a message.</summary>
    public static async Task<RunningSystem> StartAsync(string name, int port, ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var began = Stopwatch.GetTimestamp();
        var process = Process.Start(start)!;
        var output = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var system = new RunningSystem(name, new Uri($"http://127.0.0.1:{port}"), process, async () =>
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        });
        while (true)
        {
            try
            {
                await Load.RunAsync(system, 1, 1, ModelStub.Instant);
                system.ColdStart = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
                return system;
            }
            catch (System.Net.Sockets.SocketException) when (!process.HasExited && Stopwatch.GetElapsedTime(began) < StartTime)
            {
                await Task.Delay(1);
            }
            catch (System.Net.Sockets.SocketException)
            {
                process.Kill(entireProcessTree: true);
                throw new InvalidOperationException($"{name} did not start: {await output.Item1}{await output.Item2}");
            }
        }
    }

    public ValueTask DisposeAsync() => stop();

    // /proc is what Linux has; elsewhere these figures are missing.
    private long Counter(string name)
    {
        var file = $"/proc/{process.Id}/io";
        if (!File.Exists(file))
        {
            return 0;
        }

        var line = File.ReadLines(file).First(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..], CultureInfo.InvariantCulture);
    }
}
