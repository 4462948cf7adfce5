using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>The program as it is published: what lies beside it, and that it runs where nothing but its data can be written.</summary>
public sealed partial class PublishTests : IDisposable
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode Writable = Readable | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    private readonly TempFolder folder = new();

    private static readonly string[] Sources =
    [
        "src", "build", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props",
        ".editorconfig", "global.json", "LICENSE",
    ];

    private string App => folder.File("app");

    private string Data => folder.File("data");

    public void Dispose()
    {
        if (Directory.Exists(App) && !OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(App, Writable);
        }

        folder.Dispose();
    }

    [Fact]
    public async Task What_is_published_names_its_packages_and_runs_as_in_a_container()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("What is published for one kind of machine, as the image is, is for Linux.");
            return;
        }

        await PublishAsync();
        var notices = await File.ReadAllTextAsync(Path.Combine(App, "THIRD-PARTY-NOTICES.txt"), TestContext.Current.CancellationToken);
        foreach (var package in new[] { "Markdig", "OpenAI", "OpenTelemetry", "Polly.Core", "YamlDotNet" })
        {
            var notice = $@"=\n{Regex.Escape(package)} \d\S*\nLicence: (MIT|Apache-2\.0|BSD-[23]-Clause)\n";
            Regex.IsMatch(notices, notice).ShouldBeTrue(package);
        }

        notices.ShouldNotContain("xunit");
        var before = Files();
        Directory.CreateDirectory(Data);
        File.SetUnixFileMode(folder.Path, Readable);
        File.SetUnixFileMode(App, Readable);
        File.SetUnixFileMode(Data, Writable);
        var start = AsAnother(Path.Combine(App, "DigitalTwin.LocalHost"), "--urls=http://127.0.0.1:0", $"--Storage:Path={Data}");
        start.WorkingDirectory = App;
        start.Environment["HOME"] = "/nowhere";
        await using var twin = await TwinProcess.StartAsync(start);
        using var client = new TwinClient(twin.Address.ShouldNotBeNull(twin.Output));
        (await client.ChatAsync("Hello")).Status.ShouldBe(200);
        (await twin.TerminateAsync()).ShouldBe(0);
        Files().ShouldBe(before);
        Directory.GetFiles(Data, "*", SearchOption.AllDirectories).ShouldNotBeEmpty();
    }

    private List<string> Files()
        => [.. Directory.GetFileSystemEntries(App, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    // Rights bind root to nothing: as root, the program is run as another user.
    private static ProcessStartInfo AsAnother(params string[] words)
        => Environment.IsPrivilegedProcess && File.Exists("/usr/bin/setpriv")
            ? new ProcessStartInfo("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "--no-new-privs", .. words])
            : new ProcessStartInfo(words[0], words[1..]);

    // From a copy of the sources, as the image is built: what is restored for one kind of machine is not what other tests build with.
    private async Task PublishAsync()
    {
        var copy = folder.File("source");
        foreach (var file in Sources.SelectMany(FilesOf))
        {
            var path = Path.Combine(copy, Path.GetRelativePath(RepositoryFiles.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Copy(file, path);
        }

        var architecture = RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();
        string[] words =
        [
            "publish", "src/DigitalTwin.LocalHost", "--configuration", "Release", "--arch", architecture, "--output", App, "--nologo",
            "-nodeReuse:false", "-p:UseSharedCompilation=false",
        ];
        var start = new ProcessStartInfo("dotnet", words) { RedirectStandardOutput = true, WorkingDirectory = copy };
        start.Environment["CI"] = "true";
        using var publish = Process.Start(start)!;
        var said = await publish.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await publish.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipWhen(said.Contains("NU1301", StringComparison.Ordinal), "The runtime to publish with cannot be fetched.");
        publish.ExitCode.ShouldBe(0, said);
    }

    private static IEnumerable<string> FilesOf(string source)
    {
        var path = RepositoryFiles.PathOf(source);
        return File.Exists(path)
            ? [path]
            : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => !Built().IsMatch(file));
    }

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex Built();
}
