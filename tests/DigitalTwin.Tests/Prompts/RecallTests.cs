using DigitalTwin.Models;
using DigitalTwin.Prompts;
using DigitalTwin.Testing;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Tests.Prompts;

/// <summary>
/// How often a prompt has the fact that a question is about, though the question uses other words. Persona and questions were written
/// without sight of this code, and before anything was measured with them.
/// </summary>
public sealed class RecallTests
{
    private static readonly string Persona = RepositoryFiles.Read("tests/DigitalTwin.Tests/Prompts/Recall/persona.md");

    private static readonly List<string[]> Questions =
        [.. RepositoryFiles.Read("tests/DigitalTwin.Tests/Prompts/Recall/questions.tsv").ReplaceLineEndings("\n")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];

    // The first two are the goal, with what Model:ContextTokens is unless set. The others are less room than the persona needs: they show
    // what the choice of facts is worth, and that it gets no worse.
    [Theory]
    [InlineData(true, 64_000, 0.85)]
    [InlineData(false, 64_000, 0.85)]
    [InlineData(false, 32_000, 0.80)]
    [InlineData(true, 16_000, 0.75)]
    [InlineData(false, 16_000, 0.45)]
    public void The_right_fact_is_in_the_prompt(bool lists, int tokens, double least)
    {
        var snapshot = TestPersonas.Snapshot(lists ? Persona : Apart());
        var builder = new PromptBuilder(
            new TokenEstimator(), Options.Create(new ModelOptions { Name = "m", ContextTokens = tokens }), new ManualTime());
        var found = Questions.Count(question => builder.Build(snapshot, new PromptInput(question[0], "", [], null))
            .Messages.Any(message => message.Text.Contains(question[1], StringComparison.Ordinal)));
        var recall = (double)found / Questions.Count;
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{snapshot.Persona.Facts.Count} facts, {tokens} tokens: {found} of {Questions.Count} ({recall:P0})");
        recall.ShouldBeGreaterThanOrEqualTo(least);
    }

    // Each sentence under a heading of its own: as many facts as sentences.
    private static string Apart()
    {
        var number = 0;
        return string.Join('\n', Persona.ReplaceLineEndings("\n").Split('\n')
            .Select(line => line.StartsWith("- ", StringComparison.Ordinal) ? $"### Note {++number}\n\n{line[2..]}\n" : line));
    }
}
