using System.Text;
using System.Text.RegularExpressions;
using DigitalTwin.Models.Offline;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Importing;
using DigitalTwin.Personas.Parsing;
using DigitalTwin.Testing;

namespace DigitalTwin.Tests.Personas;

/// <summary>
/// CVs of ten invented people, in five formats each, with usual questions and what an answer has to have. They were written without sight
/// of the importer.
/// </summary>
public sealed partial class ImportTests
{
    private static readonly string Folder = RepositoryFiles.PathOf("tests/DigitalTwin.Testing/Cvs");

    private static readonly ILookup<string, string[]> Answers
        = File.ReadLines(Path.Combine(Folder, "answers.tsv")).Select(line => line.Split('\t')).ToLookup(row => row[0]);

    public static TheoryData<string> Files
        => [.. Directory.EnumerateFiles(Folder).Select(Path.GetFileName).OfType<string>().Where(name => name != "answers.tsv").Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_CV_becomes_a_persona_that_answers_what_visitors_usually_ask(string name)
    {
        var draft = PersonaImporter.Import(File.ReadAllBytes(Path.Combine(Folder, name)));
        var (persona, findings) = PersonaParser.Read(Encoding.UTF8.GetBytes(draft));
        var rows = Answers[name[..2]].ToList();
        var missed = rows.Where(row => !Flat(Answer(persona, row[1])).Contains(Flat(row[2]), StringComparison.OrdinalIgnoreCase))
            .Select(row => $"{row[1]} [{row[2]}]").ToList();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{name}: {rows.Count - missed.Count} of {rows.Count}; missed: {string.Join(" ", missed)}");
        if (Environment.GetEnvironmentVariable("DRAFTS") is { } drafts)
        {
            File.WriteAllText(Path.Combine(drafts, name + ".draft.md"), draft);
        }

        persona.Name.ShouldBe(rows[0][2]);
        findings.Where(finding => finding.Kind == PersonaFindingKind.LeftOut).ShouldBeEmpty();
        (missed.Count / (double)rows.Count).ShouldBeLessThanOrEqualTo(0.2);
    }

    private static string Answer(Persona persona, string question)
        => new OfflineAnswerer(PersonaSnapshot.Of(persona, "draft.md", "1")).Answer(new OfflineDialogue(question, ""));

    private static string Flat(string text) => Space().Replace(text.Replace("\\", "", StringComparison.Ordinal), " ");

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
