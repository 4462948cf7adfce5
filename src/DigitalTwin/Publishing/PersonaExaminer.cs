using System.Text;
using DigitalTwin.Models.Offline;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Checking;
using DigitalTwin.Personas.Importing;
using DigitalTwin.Personas.Parsing;
using DigitalTwin.Prompts;

namespace DigitalTwin.Publishing;

/// <summary>Reads a persona file as the twin would, and asks it what visitors ask.</summary>
internal static class PersonaExaminer
{
    /// <summary>The report on a file.</summary>
    /// <exception cref="PersonaFormatException">The file cannot be read.</exception>
    public static PersonaReport Examine(ReadOnlySpan<byte> file)
    {
        var (persona, findings) = PersonaParser.Read(file);
        var answerer = new OfflineAnswerer(PersonaSnapshot.Of(persona, "draft", null));
        List<PersonaFinding> Of(PersonaFindingKind kind) => [.. findings.Where(finding => finding.Kind == kind)];
        return new PersonaReport(
            persona.Name,
            persona.Facts.Count,
            [.. persona.SuggestedQuestions.Select(question => Ask(answerer, question))],
            [.. UsualQuestions.For(persona.Languages[0]).Select(question => Ask(answerer, question.Text))],
            Of(PersonaFindingKind.LeftOut),
            Of(PersonaFindingKind.Warning),
            Of(PersonaFindingKind.Private));
    }

    /// <summary>A draft of a CV, with the report on it.</summary>
    /// <exception cref="PersonaFormatException">The file is none that can be imported.</exception>
    public static ImportedPersona Import(byte[] file)
    {
        var draft = PersonaImporter.Import(file);
        return new ImportedPersona(draft, Examine(Encoding.UTF8.GetBytes(draft)));
    }

    private static QuestionReport Ask(OfflineAnswerer answerer, string question)
    {
        var dialogue = new OfflineDialogue(question, "");
        var answer = answerer.Find(dialogue);
        return new QuestionReport(question, answer is not null, answer is null ? null : CitationMarker.Ids(answer).FirstOrDefault());
    }
}
