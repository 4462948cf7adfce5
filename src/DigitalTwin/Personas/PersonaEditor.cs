using System.Text.RegularExpressions;
using DigitalTwin.Hosting;
using DigitalTwin.Hosting.Texts;
using DigitalTwin.Personas.Versions;
using DigitalTwin.Storage;

namespace DigitalTwin.Personas;

/// <summary>Adds to the stored persona file, as a new version of it. The owner's own text stays unchanged.</summary>
internal sealed partial class PersonaEditor(PersonaLibrary library)
{
    private const int MaxAttempts = 5;
    private const int LongestTitle = 200;

    /// <summary>Adds a question and its answer to the FAQ and returns the new fact's id.</summary>
    /// <param name="question">The heading in the owner's words: everybody can read it.</param>
    /// <param name="answer">The answer as Markdown.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ProblemException">The persona is not a stored file, it is broken, or the answer would break it.</exception>
    public async Task<string> AddAnswerAsync(string question, string answer, CancellationToken cancellationToken)
    {
        var (title, text) = (TitleOf(question), TextOf(answer));
        for (var attempt = 1; ; attempt++)
        {
            var stored = await library.FindAsync(cancellationToken) ?? throw new ProblemException(Problems.PersonaNotEditable);
            var (edited, factId) = Add(stored.Bytes, title, text);
            try
            {
                await library.WriteAsync(edited, stored, cancellationToken);
                return factId;
            }
            catch (BlobConflictException) when (attempt < MaxAttempts)
            {
                // The owner saved the file in the meantime: add to the new version.
            }
        }
    }

    private static (byte[] File, string FactId) Add(byte[] file, string title, string answer)
    {
        try
        {
            return PersonaAddition.To(file, title, answer);
        }
        catch (PersonaFormatException error)
        {
            throw new ProblemException(Problems.PersonaNotEditable, error.Located);
        }
    }

    // One line of plain words, since it becomes a heading.
    internal static string TitleOf(string question)
    {
        var line = Spaces().Replace(MarkdownMarks().Replace(UnicodeText.WellFormed(question).ReplaceLineEndings(" "), ""), " ").Trim();
        line = UnicodeText.Cut(line, LongestTitle).Trim();
        if (line.Length == 0)
        {
            return "Question?";
        }

        return line[^1] is '?' or '？' or '؟' ? line : line.TrimEnd('.', '!') + "?";
    }

    // The owner's Markdown, with headings escaped: a heading would end the answer. What begins code ends it, too.
    internal static string TextOf(string answer)
    {
        var text = HeadingLines().Replace(UnicodeText.WellFormed(answer).ReplaceLineEndings("\n").Trim(), @"\$0");
        return Fences().Count(text) % 2 == 0 ? text : text + "\n```";
    }

    [GeneratedRegex(@"^(#{1,6}\s|={3,}\s*$|-{3,}\s*$)", RegexOptions.Multiline)]
    private static partial Regex HeadingLines();

    [GeneratedRegex("^ {0,3}```", RegexOptions.Multiline)]
    private static partial Regex Fences();

    [GeneratedRegex(@"[#*_`\[\]{}<>|\\]|\p{C}")]
    private static partial Regex MarkdownMarks();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
