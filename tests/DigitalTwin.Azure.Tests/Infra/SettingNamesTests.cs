using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using DigitalTwin.Storage;
using DigitalTwin.Testing;

namespace DigitalTwin.Azure.Tests.Infra;

/// <summary>What a deployment sets is what the product reads: a name that is written wrong is found here, not there.</summary>
public sealed partial class SettingNamesTests
{
    private static readonly Assembly[] Product = [typeof(ISecretStore).Assembly, typeof(AzureStorageOptions).Assembly];
    private static readonly Dictionary<string, Type> Sections = FindSections();

    public static TheoryData<string, string> Settings()
    {
        var settings = new TheoryData<string, string>();
        foreach (var file in new[] { "infra/app.bicep", "infra/main.bicep" })
        {
            var names = BicepKey().Matches(RepositoryFiles.Read(file)).Select(match => match.Groups[1].Value).Distinct();
            settings.AddRange(names.Select(name => (file, name)));
        }

        using var sample = JsonDocument.Parse(RepositoryFiles.Read("local.settings.sample.json"));
        var values = sample.RootElement.GetProperty("Values").EnumerateObject().Select(value => value.Name)
            .Where(name => name.Contains("__", StringComparison.Ordinal));
        settings.AddRange(values.Select(name => ("local.settings.sample.json", name)));
        return settings;
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void A_setting_is_one_the_product_has(string file, string name)
    {
        var (section, key) = (name.Split("__")[0], name.Split("__")[1]);
        Sections.ShouldContainKey(section, $"{file}: the product has no section '{section}'.");
        (Sections[section].GetProperty(key)?.SetMethod).ShouldNotBeNull($"{file}: '{name}' is no setting of {Sections[section].Name}.");
    }

    [Fact]
    public void All_places_where_settings_are_set_are_looked_at()
    {
        var names = Settings().Select(row => (row.Data.Item1, row.Data.Item2)).ToList();
        names.ShouldContain(("infra/app.bicep", "Storage__TableUri"));
        names.ShouldContain(("infra/main.bicep", "Model__Speech"));
        names.ShouldContain(("local.settings.sample.json", "Limits__LeaseSeconds"));
        string[] all =
        [
            "Access", "Budget", "KeyVault", "Limits", "Model", "Notices", "Outgoing", "Persona", "Rates", "Retention", "SignIn", "Storage",
        ];
        Sections.Keys.ShouldBe(all, ignoreOrder: true);
    }

    [Fact]
    public void Every_parameter_of_the_template_is_given_by_azd()
    {
        using var given = JsonDocument.Parse(RepositoryFiles.Read("infra/main.parameters.json"));
        var taken = BicepParameter().Matches(RepositoryFiles.Read("infra/main.bicep")).Select(match => match.Groups[1].Value);
        given.RootElement.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name)
            .ShouldBe(taken, ignoreOrder: true);
    }

    // AddSettings<LimitsOptions>("Limits") in the features: what they bind is what there is.
    private static Dictionary<string, Type> FindSections()
        => Directory.EnumerateFiles(RepositoryFiles.PathOf("src"), "*Feature.cs", SearchOption.AllDirectories)
            .SelectMany(file => Binding().Matches(File.ReadAllText(file)))
            .ToDictionary(match => match.Groups[2].Value, match => TypeOf(match.Groups[1].Value));

    private static Type TypeOf(string name) => Product.SelectMany(assembly => assembly.GetTypes()).Single(type => type.Name == name);

    // The platform's own begin with AzureWebJobs.
    [GeneratedRegex(@"\b(?!AzureWebJobs)([A-Za-z]+__[A-Za-z]+):")]
    private static partial Regex BicepKey();

    [GeneratedRegex(@"^param (\w+) ", RegexOptions.Multiline)]
    private static partial Regex BicepParameter();

    [GeneratedRegex(@"(?:Add|Validate)Settings<(\w+)>\(""(\w+)""\)")]
    private static partial Regex Binding();
}
