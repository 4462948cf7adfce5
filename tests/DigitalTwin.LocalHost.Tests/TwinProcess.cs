using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>The local host as a process of its own, to be killed.</summary>
internal sealed partial class TwinProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly StringBuilder errors = new();
    private readonly StringBuilder printed = new();
    private readonly TaskCompletionSource<Uri?> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TwinProcess(Process process) => this.process = process;

    public Uri Address { get; private set; } = null!;

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>What came on standard output: in <see cref="Output"/> lines of the other stream may stand between its lines.</summary>
    public string Printed
    {
        get
        {
            lock (output)
            {
                return printed.ToString();
            }
        }
    }

    /// <summary>What came on standard error.</summary>
    public string Errors
    {
        get
        {
            lock (output)
            {
                return errors.ToString();
            }
        }
    }

    /// <summary>Starts and waits until it listens, or until it has ended without.</summary>
    public static Task<TwinProcess> StartAsync(params string[] args)
        => StartAsync(typeof(LocalHostApp).Assembly.Location, new Dictionary<string, string>(), args);

    /// <summary>Starts another program that is a twin.</summary>
    public static Task<TwinProcess> StartAsync(
        string program, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. args]);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["Rates__Enabled"] = "false";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return StartAsync(start);
    }

    /// <summary>Starts a program that becomes a twin.</summary>
    public static async Task<TwinProcess> StartAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        var twin = new TwinProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        twin.process.OutputDataReceived += (_, line) => twin.Read(line.Data);
        twin.process.ErrorDataReceived += (_, line) => twin.Read(line.Data, isError: true);
        twin.process.Start();
        twin.process.BeginOutputReadLine();
        twin.process.BeginErrorReadLine();
        _ = twin.process.WaitForExitAsync().ContinueWith(_ => twin.address.TrySetResult(null), TaskScheduler.Default);
        twin.Address = (await twin.address.Task.WaitAsync(TimeSpan.FromSeconds(60)))!;
        return twin;
    }

    /// <summary><c>kill -9</c>: nothing of it runs any more when this returns.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Ctrl+C, politely.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return process.ExitCode;
    }

    public async Task<int> WaitForExitAsync()
    {
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return process.ExitCode;
    }

    public bool HasExited => process.HasExited;

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private void Read(string? line, bool isError = false)
    {
        if (line is null)
        {
            return;
        }

        lock (output)
        {
            output.AppendLine(line);
            (isError ? errors : printed).Append(line).Append('\n');
        }

        if (Listening().Match(line) is { Success: true } match)
        {
            address.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"listens on (http://[\d.:]+)")]
    private static partial Regex Listening();
}
