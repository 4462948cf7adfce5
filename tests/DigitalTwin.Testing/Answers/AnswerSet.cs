using System.Globalization;
using System.Text;
using DigitalTwin.Personas;
using DigitalTwin.Personas.Parsing;

namespace DigitalTwin.Testing.Answers;

/// <summary>A question that somebody who did not know the code has written for a persona.</summary>
/// <param name="Kind">wording, paraphrase, two, followup, typo, none or smalltalk.</param>
/// <param name="Question">The visitor's words.</param>
/// <param name="Headings">The headings whose text answers it; two for two questions in one.</param>
/// <param name="Sentences">The sentences that answer it, as many as headings.</param>
/// <param name="Before">The question before it, or empty.</param>
internal sealed record BlindQuestion(
    string Kind, string Question, IReadOnlyList<string> Headings, IReadOnlyList<string> Sentences, string Before);

/// <summary>A persona with its blind questions.</summary>
internal sealed record AnswerSet(string Name, string Folder, PersonaSnapshot Persona, IReadOnlyList<BlindQuestion> Questions)
{
    /// <summary>All sets in a folder and the folders below it.</summary>
    public static IReadOnlyList<AnswerSet> ReadAll(string folder)
        => [.. Directory.EnumerateFiles(folder, "*.tsv", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>A text by which two writings of the same sentence are equal: its letters and digits.</summary>
    public static string Plain(string text)
        => string.Concat(text.Normalize(NormalizationForm.FormKC).ToLower(CultureInfo.InvariantCulture).Where(char.IsLetterOrDigit));

    private static AnswerSet Read(string questions)
    {
        var (persona, _) = PersonaParser.Read(File.ReadAllBytes(Path.ChangeExtension(questions, ".md")));
        return new AnswerSet(
            Path.GetFileNameWithoutExtension(questions),
            Path.GetFileName(Path.GetDirectoryName(questions)!),
            PersonaSnapshot.Of(persona, "blind", null),
            [.. File.ReadLines(questions).Where(line => line.Length > 0).Select(ToQuestion)]);
    }

    private static BlindQuestion ToQuestion(string line)
    {
        var cells = line.Split('\t').Concat(Enumerable.Repeat("", 5)).ToArray();
        var isTwo = cells[0] == "two";
        string[] Split(string cell) => cell.Length == 0 ? [] : isTwo ? cell.Split(" | ") : [cell];
        return new BlindQuestion(cells[0], cells[1], Split(cells[2]), Split(cells[3]), cells[4]);
    }
}
