using System.Text.RegularExpressions;
using DigitalTwin.Testing;

namespace DigitalTwin.Tests;

/// <summary>The threat model names tests that there are.</summary>
public sealed partial class ThreatTableTests
{
    [Fact]
    public void Every_test_of_the_threat_table_is_there()
    {
        var table = RepositoryFiles.Read("docs/security.md").Split("## Threats")[1].Split("\n## ")[0];
        var named = Named().Matches(table).Select(match => match.Groups[1].Value).Distinct().ToList();
        named.Count.ShouldBeGreaterThan(12);
        var files = Directory.EnumerateFiles(RepositoryFiles.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension).ToHashSet(StringComparer.Ordinal);
        named.Where(name => !files.Contains(name)).ShouldBeEmpty();
    }

    [GeneratedRegex("`([A-Za-z]+Tests)`")]
    private static partial Regex Named();
}
