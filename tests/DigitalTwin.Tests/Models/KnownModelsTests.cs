using System.Globalization;
using System.Text.RegularExpressions;
using DigitalTwin.Models.Probing;
using DigitalTwin.Testing;

namespace DigitalTwin.Tests.Models;

/// <summary>The models that owners are told of are in the dated list, and will be there for a while.</summary>
public sealed partial class KnownModelsTests
{
    // The day on which the list was made: the test says the same on any other.
    private static DateOnly AsOf => DateOnly.Parse(
        Date().Match(RepositoryFiles.Read("src/DigitalTwin/Models/Probing/known-models.txt")).Value, CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/operations.md")]
    [InlineData("docs/embed.md")]
    [InlineData("infra/main.bicep")]
    [InlineData("infra/main.parameters.json")]
    [InlineData("infra/hooks/preprovision.sh")]
    [InlineData("infra/hooks/preprovision.ps1")]
    [InlineData("local.settings.sample.json")]
    [InlineData("src/DigitalTwin/Models/ModelOptions.cs")]
    public void Every_model_that_is_named_will_be_there_for_sixty_days_and_more(string file)
    {
        foreach (var name in ModelName().Matches(RepositoryFiles.Read(file)).Select(match => match.Value.TrimEnd('.')).Distinct())
        {
            KnownModels.Contains(name).ShouldBeTrue($"{file} names {name}, which the list does not have.");
            (KnownModels.EndOf(name) is { } end && end <= AsOf.AddDays(KnownModels.WarnDays)).ShouldBeFalse($"{file} names {name}.");
        }
    }

    [Fact]
    public void The_readme_names_models() => ModelName().Count(RepositoryFiles.Read("README.md")).ShouldBeGreaterThan(4);

    [Theory]
    [InlineData("gpt-5-mini", "2026-12-11")]
    [InlineData("gpt-4o", "2027-01-14")]
    [InlineData("gpt-4.1-nano", "2027-01-14")]
    [InlineData("gpt-4o-mini-transcribe", "2027-02-26")]
    [InlineData("gpt-5.4-mini", null)]
    [InlineData("of-my-own", null)]
    public void The_longest_fitting_name_says_when_a_model_ends(string name, string? end)
        => (KnownModels.EndOf(name)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)).ShouldBe(end);

    [GeneratedRegex(@"(?<![\w/.-])(?:openai[./])?(?:gpt-[0-9o][\w.:-]*|claude-[\w.-]+|gemini-[\w.-]+|llama[0-9][\w.:-]*)")]
    private static partial Regex ModelName();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d")]
    private static partial Regex Date();
}
