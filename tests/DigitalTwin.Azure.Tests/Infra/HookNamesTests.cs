using System.Reflection;
using System.Text.RegularExpressions;
using DigitalTwin.Storage;
using DigitalTwin.Testing;

namespace DigitalTwin.Azure.Tests.Infra;

/// <summary>The hooks put in what the product asks for, and do the same on every system.</summary>
public sealed partial class HookNamesTests
{
    private static readonly IEnumerable<string> Secrets = typeof(SecretNames).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!);

    [Fact]
    public void The_hook_for_sh_puts_in_the_secrets_of_the_product()
        => NamesIn("infra/hooks/postprovision.sh", MadeInSh(), SetInSh()).ShouldBe(Secrets, ignoreOrder: true);

    [Fact]
    public void The_hook_for_PowerShell_puts_in_the_secrets_of_the_product()
        => NamesIn("infra/hooks/postprovision.ps1", MadeInPowerShell(), SetInPowerShell()).ShouldBe(Secrets, ignoreOrder: true);

    [Theory]
    [InlineData("preprovision")]
    [InlineData("postprovision")]
    [InlineData("postdeploy")]
    public void Both_hooks_read_the_same_variables(string hook)
    {
        var names = Variables($"infra/hooks/{hook}.sh");
        names.ShouldNotBeEmpty();
        names.ShouldBe(Variables($"infra/hooks/{hook}.ps1"));
    }

    [Theory]
    [InlineData("preprovision")]
    [InlineData("postprovision")]
    [InlineData("postdeploy")]
    public void Variables_a_hook_reads_are_known_to_azd_or_in_the_README(string hook)
    {
        // azd keeps what the template gives out, and hands the rest to it.
        string[] sources = ["infra/main.bicep", "infra/main.parameters.json", "README.md"];
        var known = sources.SelectMany(Variables).ToHashSet();
        Variables($"infra/hooks/{hook}.sh").ShouldBeSubsetOf(known);
    }

    private static List<string> Variables(string path)
        => Variable().Matches(RepositoryFiles.Read(path)).Select(match => match.Value)
            .Distinct().Order(StringComparer.Ordinal).ToList();

    // Those a loop makes, and those that are set one by one.
    private static IEnumerable<string> NamesIn(string path, Regex made, Regex set)
    {
        var text = RepositoryFiles.Read(path);
        return Name().Matches(made.Match(text).Groups[1].Value).Select(match => match.Value)
            .Concat(set.Matches(text).Select(match => match.Groups[1].Value));
    }

    [GeneratedRegex("TWIN_[A-Z_]+")]
    private static partial Regex Variable();

    [GeneratedRegex("[a-z]+(?:-[a-z]+)+")]
    private static partial Regex Name();

    [GeneratedRegex("for name in ([a-z -]+); do")]
    private static partial Regex MadeInSh();

    [GeneratedRegex("set_secret ([a-z-]+) ")]
    private static partial Regex SetInSh();

    [GeneratedRegex(@"foreach \(\$name in ([^)]+)\)")]
    private static partial Regex MadeInPowerShell();

    [GeneratedRegex("Set-Secret '([a-z-]+)'")]
    private static partial Regex SetInPowerShell();
}
