using System.Text.RegularExpressions;
using DigitalTwin.Hosting;
using DigitalTwin.Testing;
using NetArchTest.Rules;

namespace DigitalTwin.Tests;

/// <summary>Features call downward only, and the walk through the code that the documents describe is there.</summary>
public sealed partial class ArchitectureTests
{
    private const string Product = "DigitalTwin";

    // Which features a feature may use. Hosting is not in it: it is what all of them share, and what puts them together.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Storage"] = [],
        ["Outgoing"] = [],
        ["Rates"] = ["Storage"],
        ["Access"] = ["Rates", "Storage"],
        ["Activities"] = ["Access", "Storage"],
        ["SignIn"] = ["Access", "Activities", "Storage"],
        ["Usage"] = ["Access", "Outgoing", "Rates", "Storage"],
        ["Notices"] = ["Access", "Outgoing", "Storage", "Turns"],
        ["Conversations"] = ["Access", "Storage"],
        ["Search"] = ["Access", "Models", "Personas"],
        ["Documents"] = ["Access", "Models", "Personas", "Search", "Storage", "Tools", "Usage"],
        ["Offerings"] =
        [
            "Access", "Chat", "Conversations", "Media", "Models", "Personas", "Prompts", "Rates", "Search", "Storage", "Tools", "Turns",
            "Usage",
        ],
        ["Models"] = ["Storage", "Usage"],
        ["Personas"] = ["Access", "Models", "Storage"],
        ["Media"] = ["Conversations", "Models", "Personas", "Storage", "Usage"],
        ["Prompts"] = ["Conversations", "Media", "Models", "Personas", "Usage"],
        ["Tools"] = ["Activities", "Conversations", "Personas"],
        ["Guards"] = ["Personas", "Prompts", "Tools"],
        ["Turns"] = ["Access", "Conversations", "Guards", "Media", "Models", "Personas", "Prompts", "Rates", "Storage", "Tools", "Usage"],
        ["Chat"] = ["Access", "Conversations", "Media", "Models", "Notices", "Personas", "Rates", "Turns", "Usage"],
        ["Approvals"] = ["Access", "Conversations", "Tools", "Turns"],
        ["Inbox"] = ["Access", "Conversations", "Notices", "Personas", "Rates", "Storage", "Tools", "Turns"],
        ["Sessions"] = ["Access", "Activities", "Conversations", "Inbox", "Media", "Notices", "Rates", "Storage", "Turns"],
        ["Transcripts"] = ["Access", "Conversations", "Inbox", "Search", "Sessions", "Turns", "Usage"],
        ["Presence"] = ["Access", "Conversations", "Inbox", "Sessions", "Storage", "Turns"],
        ["Gaps"] = ["Access", "Inbox", "Personas"],
        ["ApiKeys"] = ["Access", "Rates", "Storage"],
        ["Agents"] = ["Access", "ApiKeys", "Conversations", "Personas", "Prompts", "Rates", "Tools", "Turns"],
        ["Models.Offline"] = ["Inbox", "Models", "Personas", "Prompts", "Tools"],
        ["Previews"] = ["Conversations", "Guards", "Models", "Models.Offline", "Personas", "Prompts", "Tools", "Turns", "Usage"],
        ["Evals"] = ["Access", "Conversations", "Models", "Personas", "Previews", "Storage", "Turns"],
        ["Publishing"] = ["Access", "Conversations", "Evals", "Models", "Models.Offline", "Personas", "Previews", "Prompts", "Storage"],
        ["Corrections"] = ["Access", "Conversations", "Evals", "Inbox", "Models", "Personas", "Sessions"],
        ["Watches"] = ["Conversations", "Inbox", "Models", "Notices", "Personas", "Presence", "Storage", "Tools", "Turns", "Usage"],
        ["Health"] = ["Access", "Models", "Personas", "Storage", "Usage"],
        ["Privacy"] = ["Access", "Models", "Personas", "Sessions"],
        ["Widget"] = ["Access"],
        ["Insight"] = ["Access", "Conversations", "Inbox", "Personas", "Storage"],
        ["OwnerConsole"] = ["Access", "Models", "Notices", "Personas", "Sessions", "SignIn", "Usage"],
    };

    public static TheoryData<string> Features() => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Features))]
    public void A_feature_uses_only_what_lies_below_it(string feature)
    {
        var forbidden = Allowed.Keys.Where(other => other != feature && !Allowed[feature].Contains(other)).ToList();
        foreach (var type in TypesOf(feature).And().HaveDependencyOnAny([.. forbidden.Select(other => $"{Product}.{other}")]).GetTypes())
        {
            // A dependency on a sub-namespace that is a feature of its own is not one on the feature above it.
            var used = forbidden.Where(other => Uses(type, other)).ToList();
            used.ShouldBeEmpty($"{type.FullName} uses {string.Join(", ", used)}");
        }
    }

    [Fact]
    public void The_arrows_have_no_cycle()
    {
        var left = Allowed.ToDictionary(pair => pair.Key, pair => pair.Value.ToList());
        while (left.Count > 0)
        {
            var lowest = left.Where(pair => pair.Value.All(below => !left.ContainsKey(below))).Select(pair => pair.Key).ToList();
            lowest.ShouldNotBeEmpty($"a cycle among {string.Join(", ", left.Keys)}");
            lowest.ForEach(feature => left.Remove(feature));
        }
    }

    [Fact]
    public void Every_feature_has_its_arrows()
    {
        var folders = Directory.GetDirectories(RepositoryFiles.PathOf("src/DigitalTwin")).Select(Path.GetFileName)
            .Except(["bin", "obj", "Hosting"]).Order();
        Allowed.Keys.Where(feature => !feature.Contains('.', StringComparison.Ordinal)).Order().ShouldBe(folders);
    }

    [Fact]
    public void No_product_type_is_a_service_locator()
        => Types.InAssembly(typeof(Problems).Assembly).That().ResideInNamespace(Product).GetTypes()
            .Where(type => type.GetConstructors().Any(constructor
                => constructor.GetParameters().Any(parameter => parameter.ParameterType == typeof(IServiceProvider))))
            .ShouldBeEmpty();

    [Fact]
    public void The_files_of_the_walk_exist()
    {
        var walk = RepositoryFiles.Read("docs/architecture.md").Split("## A message, file by file")[1].Split("\n## ")[0];
        var files = FileInText().Matches(walk).Select(match => match.Groups[1].Value).Distinct().ToList();
        files.Count.ShouldBeGreaterThan(20);
        files.ShouldAllBe(file => File.Exists(RepositoryFiles.PathOf($"src/{file}")));
    }

    private static PredicateList TypesOf(string feature)
    {
        var types = Types.InAssembly(typeof(Problems).Assembly).That().ResideInNamespace($"{Product}.{feature}");
        foreach (var inner in Allowed.Keys.Where(other => other.StartsWith(feature + ".", StringComparison.Ordinal)))
        {
            types = types.And().DoNotResideInNamespace($"{Product}.{inner}");
        }

        return types;
    }

    private static bool Uses(Type type, string other)
        => Types.InAssembly(type.Assembly).That().HaveNameMatching($"^{Regex.Escape(type.Name)}$").And().ResideInNamespace(type.Namespace)
            .Should().HaveDependencyOn($"{Product}.{other}").GetResult().IsSuccessful;

    [GeneratedRegex(@"`(DigitalTwin[A-Za-z.]*/[A-Za-z/]+\.cs)`")]
    private static partial Regex FileInText();
}
