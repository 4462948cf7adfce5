using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>The commands for the persona, as processes.</summary>
public sealed class PersonaCommandTests : IDisposable
{
    private readonly TempFolder folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_CV_is_imported_checked_and_asked()
    {
        await using var import = await TwinProcess.StartAsync(["import", RepositoryFiles.PathOf("tests/DigitalTwin.Testing/Cvs/03.docx")]);
        (await import.WaitForExitAsync()).ShouldBe(0, import.Output);
        var draft = import.Printed;
        draft.ShouldStartWith("---\nname:");
        draft.ShouldContain("## Wo arbeiten Sie zurzeit?");
        import.Errors.ShouldContain("Korbinian Achleitner");

        var file = folder.File("me.md");
        await File.WriteAllTextAsync(file, draft, Token);
        await using var check = await TwinProcess.StartAsync(["persona", "check", file]);
        (await check.WaitForExitAsync()).ShouldBe(0, check.Output);
        check.Output.ShouldContain("+ Wo arbeiten Sie zurzeit? (wo-arbeiten-sie-zurzeit)");
        await using var ask = await TwinProcess.StartAsync(
            ["ask", "Wo arbeiten Sie zurzeit?", "--persona", file, $"--Storage:Path={folder.File("data")}", "--urls=http://127.0.0.1:1"]);
        (await ask.WaitForExitAsync()).ShouldBe(0, ask.Output);
        ask.Output.ShouldContain("Holzwerk Isarau GmbH");
        ask.Output.ShouldContain("[1] Wo arbeiten Sie zurzeit?");
    }

    [Theory]
    [InlineData("# Sam\n\nI make chairs.", 0, "Sam: 1 facts.")]
    [InlineData("# Sam\n\nI make chairs.\n\n## Tea", 1, "line 5: A heading has nothing below it.")]
    [InlineData("---\nsuggestedQuestions: [What is Zen?]\n---\n# Sam\n\nI make chairs.", 1, "- What is Zen?")]
    [InlineData("---\nnaem: Sam\n---\n# Sam\n\nI make chairs.", 1, "line 2")]
    [InlineData("%PDF", 1, "import FILE")]
    public async Task A_check_ends_with_0_where_all_is_well(string text, int code, string words)
    {
        var file = folder.File("me.md");
        await File.WriteAllTextAsync(file, text, Token);
        await using var check = await TwinProcess.StartAsync(["persona", "check", file]);
        (await check.WaitForExitAsync()).ShouldBe(code, check.Output);
        check.Output.ShouldContain(words);
    }

    [Fact]
    public async Task The_sample_passes_its_check()
    {
        await using var check = await TwinProcess.StartAsync(
            ["persona", "check", RepositoryFiles.PathOf("src/DigitalTwin/Personas/Samples/ada-lovelace.md")]);
        (await check.WaitForExitAsync()).ShouldBe(0, check.Output);
    }

    [Fact]
    public async Task A_twin_that_runs_is_asked()
    {
        await using var host = await TwinHost.StartAsync();
        await using var ask = await TwinProcess.StartAsync(
            ["ask", "Who was your father?", $"--urls={host.Address}", $"--Storage:Path={host.DataPath}"]);
        (await ask.WaitForExitAsync()).ShouldBe(0, ask.Output);
        ask.Output.ShouldContain("Lord Byron");
    }
}
