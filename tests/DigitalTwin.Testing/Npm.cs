using System.Diagnostics;

namespace DigitalTwin.Testing;

/// <summary>Packages installed with <c>npm install --global</c>; tests skip where one is missing.</summary>
public static class Npm
{
    private static readonly Lazy<string?> Root = new(FindRoot);

    /// <summary>A file of a package.</summary>
    /// <param name="path">Such as <c>axe-core/axe.min.js</c>.</param>
    public static string PathOf(string path)
    {
        var file = Root.Value is null ? null : Path.Combine(Root.Value, path);
        Assert.SkipUnless(
            file is not null && (File.Exists(file) || Directory.Exists(file)),
            $"npm's '{path.Split('/')[0]}' is not on this machine (npm install --global {path.Split('/')[0]}).");
        return file!;
    }

    /// <summary>Runs Node and gives what it printed, both streams, and its exit code.</summary>
    public static async Task<(int ExitCode, string Output)> RunNodeAsync(
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output + await errors);
    }

    private static string? FindRoot()
    {
        try
        {
            var command = new ProcessStartInfo("npm", ["root", "--global"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var npm = Process.Start(command)!;
            var root = npm.StandardOutput.ReadToEnd().Trim();
            npm.WaitForExit();
            return root.Length > 0 ? root : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
