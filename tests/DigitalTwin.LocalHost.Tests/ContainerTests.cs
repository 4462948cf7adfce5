using System.Text.RegularExpressions;
using DigitalTwin.Testing;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>What can be told of the container without an engine: that its files fit together and fit the program.</summary>
public sealed partial class ContainerTests
{
    private static readonly string[] Lines = [.. Continuation().Replace(RepositoryFiles.Read("Dockerfile"), " ").Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')];

    [Fact]
    public void It_is_built_with_the_sdk_and_run_without_it()
    {
        const string Images = "mcr.microsoft.com/dotnet";
        Of("FROM").ShouldBe([$"--platform=$BUILDPLATFORM {Images}/sdk:10.0 AS build", $"{Images}/runtime-deps:10.0"]);
        var project = Regex.Match(Of("RUN")[0], @"publish (\S+) --configuration Release --arch \$TARGETARCH ").Groups[1].Value;
        Directory.Exists(RepositoryFiles.PathOf(project)).ShouldBeTrue(project);
        var program = $"\"./{Path.GetFileName(project)}\"";
        Of("ENTRYPOINT").ShouldBe([$"[{program}]"]);
        Of("HEALTHCHECK").Single().ShouldEndWith($"CMD [{program}, \"health\"]");
    }

    [Fact]
    public void It_runs_as_a_user_who_owns_the_data_and_nothing_else()
    {
        Of("USER").ShouldBe(["$APP_UID"]);
        Of("RUN")[1].ShouldBe("mkdir /data && chown $APP_UID:$APP_UID /data");
        Of("VOLUME").ShouldBe(["/data"]);
        Of("ENV").Single().ShouldContain("Storage__Path=\"/data\"");
    }

    [Fact]
    public void It_listens_where_it_says()
    {
        Of("EXPOSE").ShouldBe(["7071"]);
        Of("ENV").Single().ShouldContain("ASPNETCORE_URLS=\"http://+:7071\"");
    }

    [Fact]
    public void What_it_is_built_from_is_not_ignored()
    {
        var ignored = RepositoryFiles.Read(".dockerignore").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        ignored.Select(name => name.Split('/')[0]).ShouldNotContain("src");
        ignored.Select(name => name.Split('/')[0]).ShouldNotContain("build");
        ignored.ShouldContain("twin.env");
        ignored.ShouldContain("**/obj");
    }

    [Fact]
    public void Compose_writes_nowhere_but_into_the_volume()
    {
        var yaml = new DeserializerBuilder().WithNamingConvention(LowerCaseNamingConvention.Instance).Build();
        var compose = yaml.Deserialize<Compose>(RepositoryFiles.Read("compose.yaml"));
        var twin = compose.Services["twin"];
        twin["read_only"].ShouldBe("true");
        List(twin["tmpfs"]).ShouldBe(["/tmp"]);
        List(twin["volumes"]).ShouldBe(["data:/data"]);
        List(twin["ports"]).ShouldBe(["127.0.0.1:7071:7071"]);
        List(twin["cap_drop"]).ShouldBe(["ALL"]);
        compose.Volumes.Keys.ShouldBe(["data"]);
        ((Dictionary<object, object>)((List<object>)twin["env_file"]).Single())["path"].ShouldBe("twin.env");
        RepositoryFiles.Read(".gitignore").Split('\n').ShouldContain("twin.env");
    }

    private static IReadOnlyList<string> Of(string instruction)
        => [.. Lines.Where(line => line.Split(' ')[0] == instruction).Select(line => line[(instruction.Length + 1)..])];

    private static IEnumerable<string> List(object value) => ((List<object>)value).Cast<string>();

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continuation();

    private sealed class Compose
    {
        public Dictionary<string, Dictionary<string, object>> Services { get; set; } = [];

        public Dictionary<string, object?> Volumes { get; set; } = [];
    }
}
