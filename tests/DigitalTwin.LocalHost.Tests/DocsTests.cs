using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using DigitalTwin.Hosting;
using DigitalTwin.Testing;
using Microsoft.AspNetCore.Routing;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>The documents say what the code does.</summary>
public sealed partial class DocsTests
{
    private static readonly string Api = Read("docs/api.md");
    private static readonly string Readme = Read("README.md");

    [Fact]
    public async Task Every_endpoint_is_in_the_api_document_and_no_other()
    {
        await using var host = await TwinHost.StartAsync();
        var served = host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(RoutesOf)
            .Where(route => !route.Contains("/docs", StringComparison.Ordinal)).Distinct().Order().ToList();
        var documented = EndpointInText().Matches(Api).Select(match => match.Value.TrimEnd('.')).Distinct().Order().ToList();
        documented.ShouldBe(served);
    }

    [Fact]
    public void Every_problem_is_in_the_api_document_with_its_status()
    {
        var documented = ProblemRow().Matches(Api).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}").Order();
        documented.ShouldBe(Problems.All.Values.Select(problem => $"{problem.Code} {problem.Status}").Order());
    }

    [Fact]
    public void Every_setting_is_in_the_readme_with_its_default()
    {
        var documented = SettingRow().Matches(Readme).Select(match => match.Groups[1].Value).ToList();
        foreach (var setting in KnownSettings())
        {
            documented.ShouldContain(setting);
        }
    }

    [Fact]
    public void Every_setting_is_in_the_function_apps_sample()
    {
        var sample = JsonDocument.Parse(Read("local.settings.sample.json")).RootElement.GetProperty("Values").EnumerateObject()
            .Select(value => value.Name.Replace("__", ":", StringComparison.Ordinal)).ToList();
        KnownSettings().Except(sample).ShouldBeEmpty();
        sample.Except(KnownSettings()).ShouldAllBe(name => !name.Contains(':', StringComparison.Ordinal)
            || name.StartsWith("Storage:", StringComparison.Ordinal)
            || name == "KeyVault:Uri");
    }

    [Fact]
    public async Task The_postdeploy_hook_asks_the_twin_and_shows_its_answer()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There the other one of the two hooks runs, which needs PowerShell and a deployment.");
        await using var host = await TwinHost.StartAsync();
        var start = new ProcessStartInfo("sh", [Path.Combine(Root(), "infra", "hooks", "postdeploy.sh")]) { RedirectStandardOutput = true };
        start.Environment["TWIN_URL"] = host.Address.ToString().TrimEnd('/');
        using var hook = Process.Start(start)!;
        var said = await hook.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await hook.WaitForExitAsync(TestContext.Current.CancellationToken);
        hook.ExitCode.ShouldBe(0, said);
        said.ShouldContain("I am the digital twin of Ada Lovelace");
        said.ShouldContain($"<script src=\"{host.Address}widget.js\" async></script>");
        said.ShouldContain($"integrity=\"{(await host.Client.GetAsync("/api/widget")).Text("integrity")}\"");
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var root = Root();
        var documents = Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(root, "*.md"));
        foreach (var document in documents)
        {
            foreach (Match link in RelativeLink().Matches(File.ReadAllText(document)))
            {
                var target = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, link.Groups[1].Value));
                (File.Exists(target) || Directory.Exists(target)).ShouldBeTrue($"{document} links to {link.Groups[1].Value}");
            }
        }
    }

    [Fact]
    public void The_map_of_types_and_the_paths_of_the_contributors_guide_are_there()
    {
        var (guide, types) = (Read("CONTRIBUTING.md"), typeof(DigitalTwinHosting).Assembly.GetTypes().Select(type => type.Name).ToList());
        var named = TypeRow().Matches(guide).Select(match => match.Groups[1].Value).ToList();
        named.Count.ShouldBeGreaterThan(20);
        named.Except(types).ShouldBeEmpty();
        foreach (var path in PathInText().Matches(guide).Select(match => Path.Combine(Root(), match.Value)))
        {
            (File.Exists(path) || Directory.Exists(path)).ShouldBeTrue(path);
        }
    }

    [Fact]
    public void Every_setting_of_a_deployment_goes_into_a_pipeline()
    {
        var parameters = AzdVariable().Matches(Read("infra/main.parameters.json")).Select(match => match.Groups[1].Value)
            .Except(["TWIN_RECOVER_VAULT"]).Append("TWIN_MODEL_KEY").Append("TWIN_FALLBACK_KEY")
            .Append("TWIN_OIDC_SECRET").Append("TWIN_MAIL_PASSWORD").Order().ToList();
        var workflow = Read(".github/workflows/azure-dev.yml");
        Regex.Matches(Read("azure.yaml"), "- (TWIN_[A-Z_]+)").Select(match => match.Groups[1].Value).Order().ShouldBe(parameters);
        parameters.ShouldAllBe(name => Regex.IsMatch(workflow, $@"\n      {name}: \$\{{\{{ (vars|secrets)\.{name} \}}\}}\n"));
    }

    private static IEnumerable<string> RoutesOf(RouteEndpoint endpoint)
    {
        var methods = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [];
        return methods.Select(method => $"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}");
    }

    // Every options class of the product, found by its name: "ModelOptions" has the settings under "Model".
    private static IEnumerable<string> KnownSettings()
        => typeof(DigitalTwinHosting).Assembly.GetExportedTypes().Where(type => type.Name.EndsWith("Options", StringComparison.Ordinal))
                .SelectMany(type => type.GetProperties()
                    .Where(property => property.CanWrite)
                    .Select(property => $"{type.Name[..^"Options".Length]}:{property.Name}"));

    internal static string Read(string path) => File.ReadAllText(Path.Combine(Root(), path));

    private static string Root([CallerFilePath] string file = "")
        => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));

    [GeneratedRegex(@"(?<=`)(GET|HEAD|POST|PUT|PATCH|DELETE) /[a-zA-Z0-9/{}*._-]*")]
    private static partial Regex EndpointInText();

    [GeneratedRegex(@"^\| `([a-z0-9_]+)` \| (\d{3}) \|", RegexOptions.Multiline)]
    private static partial Regex ProblemRow();

    [GeneratedRegex(@"^\| `([A-Za-z:]+)` \|", RegexOptions.Multiline)]
    private static partial Regex SettingRow();

    [GeneratedRegex(@"^\| `([A-Z][A-Za-z]+)` \|", RegexOptions.Multiline)]
    private static partial Regex TypeRow();

    [GeneratedRegex(@"(?<=`)(src|tests|docs|infra|samples)/[A-Za-z0-9/.]+(?=`)")]
    private static partial Regex PathInText();

    [GeneratedRegex(@"\$\{(TWIN_[A-Z_]+)")]
    private static partial Regex AzdVariable();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)")]
    private static partial Regex RelativeLink();
}
