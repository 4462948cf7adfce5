using System.Text;
using DigitalTwin.Personas;
using DigitalTwin.Publishing;

namespace DigitalTwin.LocalHost.Commands;

/// <summary>The commands <c>import FILE</c> and <c>persona check FILE</c>. Neither needs a twin or its data.</summary>
internal static class PersonaCommands
{
    /// <summary>Writes a draft to standard output, and what it answers to standard error.</summary>
    /// <returns>The exit code: 0.</returns>
    /// <exception cref="StartupException">The file cannot be imported.</exception>
    public static async Task<int> ImportAsync(string file)
    {
        var imported = Read(file, PersonaExaminer.Import);
        Console.OutputEncoding = Encoding.UTF8;
        await Console.Out.WriteAsync(imported.Draft);
        await Console.Error.WriteLineAsync(TextOf(imported.Report));
        return 0;
    }

    /// <summary>Says what a persona file answers.</summary>
    /// <returns>The exit code: 0 where nothing is left out and all suggested questions are answered, else 1.</returns>
    /// <exception cref="StartupException">The file cannot be read.</exception>
    public static async Task<int> CheckAsync(string file)
    {
        var report = Read(file, bytes => PersonaExaminer.Examine(bytes));
        Console.OutputEncoding = Encoding.UTF8;
        await Console.Out.WriteLineAsync(TextOf(report));
        return report.IsGood ? 0 : 1;
    }

    private static T Read<T>(string file, Func<byte[], T> read)
    {
        try
        {
            return read(File.ReadAllBytes(file));
        }
        catch (PersonaFormatException error)
        {
            throw new StartupException($"{file}{(error.Line > 0 ? $", line {error.Line}" : "")}: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{file} cannot be read: {error.Message}", error);
        }
    }

    private static string TextOf(PersonaReport report)
    {
        var lines = new List<string> { $"{report.Name}: {report.Facts} facts." };
        AddQuestions("Suggested questions", report.Suggested);
        AddQuestions("What visitors usually ask", report.Usual);
        AddFindings("Left out", report.LeftOut);
        AddFindings("Perhaps not as it is meant", report.Warnings);
        AddFindings("Private", report.Private);
        return string.Join('\n', lines);

        void AddQuestions(string title, IReadOnlyList<QuestionReport> questions)
        {
            lines.Add($"\n{title}: {questions.Count(question => question.Found)} of {questions.Count} answered");
            lines.AddRange(questions.Select(question
                => $"  {(question.Found ? "+" : "-")} {question.Question}{(question.FactId is { } fact ? $" ({fact})" : "")}"));
        }

        void AddFindings(string title, IReadOnlyList<PersonaFinding> findings)
        {
            lines.AddRange(findings.Count > 0 ? [$"\n{title}:"] : []);
            lines.AddRange(findings.Select(finding => $"  line {finding.Line}: {finding.Text}"));
        }
    }
}
