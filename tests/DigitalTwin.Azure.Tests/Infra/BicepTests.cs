using System.Text.Json;
using DigitalTwin.Testing;

namespace DigitalTwin.Azure.Tests.Infra;

/// <summary>What <c>azd</c> deploys compiles, and the linter has nothing to say about it, with every rule on.</summary>
public sealed class BicepTests(BicepCli bicep) : IClassFixture<BicepCli>
{
    private static readonly string Main = RepositoryFiles.PathOf("infra/main.bicep");

    [Fact]
    public async Task The_template_compiles()
    {
        var (exitCode, output, diagnostics) = await bicep.RunAsync("build", Main, "--stdout");
        diagnostics.ShouldBeEmpty();
        exitCode.ShouldBe(0);
        using var template = JsonDocument.Parse(output);
        template.RootElement.GetProperty("resources").EnumerateObject().Select(module => module.Name)
            .ShouldBe(["group", "storage", "vault", "monitoring", "model", "identity", "app", "budget"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_linter_finds_nothing()
    {
        var (exitCode, output, diagnostics) = await bicep.RunAsync("lint", Main);
        (output + diagnostics).ShouldBeEmpty();
        exitCode.ShouldBe(0);
    }

    [Theory]
    [InlineData("no-unused-params", "@description('Of no use.')\nparam unused string")]
    [InlineData("use-description-outputs", "output name string = resourceGroup().name")]
    [InlineData("use-user-defined-types", "@description('It.')\nparam it object\n@description('Its.')\noutput name string = it.name")]
    [InlineData("use-recent-api-versions", "resource old 'Microsoft.Storage/storageAccounts@2019-06-01' existing = { name: 'old' }")]
    [InlineData("outputs-should-not-contain-secrets", "@secure()\nparam key string\noutput it string = key")]
    [InlineData("BCP033", "@description('A number.')\nparam count int = 'one'\n@description('It.')\noutput it int = count")]
    [InlineData("BCP037", "resource it 'Microsoft.Network/virtualNetworks@2024-07-01' = { name: 'it', colour: 'red' }")]
    public async Task An_error_in_a_template_is_found(string code, string wrong)
    {
        using var folder = new TempFolder();
        File.Copy(RepositoryFiles.PathOf("infra/bicepconfig.json"), folder.File("bicepconfig.json"));
        await File.WriteAllTextAsync(folder.File("wrong.bicep"), wrong, TestContext.Current.CancellationToken);
        var (exitCode, output, diagnostics) = await bicep.RunAsync("lint", folder.File("wrong.bicep"));
        (output + diagnostics).ShouldContain($" {code}: ");
        exitCode.ShouldNotBe(0);
    }

    [Fact]
    public void Every_rule_is_an_error()
    {
        var comments = new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip };
        using var config = JsonDocument.Parse(RepositoryFiles.Read("infra/bicepconfig.json"), comments);
        var rules = config.RootElement.GetProperty("analyzers").GetProperty("core").GetProperty("rules").EnumerateObject().ToList();
        // As many as this version of the CLI has; it does not list them.
        rules.Count.ShouldBe(55);
        rules.ShouldAllBe(rule => rule.Value.GetProperty("level").GetString() == "error");
    }
}
