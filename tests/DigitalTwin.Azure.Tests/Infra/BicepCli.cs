using System.Diagnostics;
using DigitalTwin.Testing;

namespace DigitalTwin.Azure.Tests.Infra;

/// <summary>The Bicep CLI of the NuGet package. Without it, tests skip.</summary>
public sealed class BicepCli : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly string? program;

    public BicepCli()
    {
        if (OperatingSystem.IsLinux() && RepositoryFiles.Metadata(typeof(BicepCli).Assembly, "Bicep") is { } packed && File.Exists(packed))
        {
            // In the package's folder it may be run by whoever unpacked it, and by nobody else.
            program = folder.File("bicep");
            File.Copy(packed, program);
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>Runs it and gives its exit code, what it made, and what it said of the file.</summary>
    public async Task<(int ExitCode, string Output, string Diagnostics)> RunAsync(params string[] arguments)
    {
        Assert.SkipUnless(program is not null, "The Bicep CLI comes with the build on Linux x64 only.");
        var start = new ProcessStartInfo(program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var (output, diagnostics) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await diagnostics);
    }

    public void Dispose() => folder.Dispose();
}
