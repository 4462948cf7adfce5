using System.Text;
using System.Text.RegularExpressions;
using DigitalTwin.Hosting;
using DigitalTwin.Personas.Parsing;
using DigitalTwin.Storage;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Personas;

/// <summary>Adds to the stored persona file, as a new version of it. The owner's own text stays unchanged.</summary>
internal sealed partial class PersonaEditor(IBlobStore blobs, PersonaProvider personas, IOptions<PersonaOptions> options)
{
    private const int MaxAttempts = 5;

    // A heading level other than the file's own could make the answer part of another section.
    private const string NewSection = "\n\n## FAQ\n";

    /// <summary>Adds a question and its answer to the FAQ and returns the new fact's id.</summary>
    /// <exception cref="ProblemException">The persona is not a stored Markdown file, or it is broken.</exception>
    public async Task<string> AddAnswerAsync(string question, string answer, CancellationToken cancellationToken)
    {
        var title = TitleOf(question);
        for (var attempt = 1; ; attempt++)
        {
            var read = await blobs.ReadAsync(PersonaSource.BlobNames[0], null, cancellationToken);
            if (options.Value.Path is { Length: > 0 } || read.Content is null)
            {
                throw new ProblemException(Problems.PersonaNotEditable);
            }

            var edited = Encoding.UTF8.GetBytes(Add(Encoding.UTF8.GetString(read.Content.Bytes.Span), title, TextOf(answer)));
            var fact = Find(edited, title);
            try
            {
                await blobs.WriteAsync(PersonaSource.BlobNames[0], edited, BlobCondition.Matches(read.Content.ETag), cancellationToken);
                personas.Invalidate();
                return fact.Id;
            }
            catch (BlobConflictException) when (attempt < MaxAttempts)
            {
                // The owner saved the file in the meantime: add to the new version.
            }
        }
    }

    internal static string Add(string file, string title, string answer)
    {
        var lines = file.ReplaceLineEndings("\n").TrimEnd().Split('\n').ToList();
        var faq = lines.FindIndex(line => FaqHeading().IsMatch(line));
        if (faq < 0)
        {
            return $"{string.Join('\n', lines)}{NewSection}\n### {title}\n\n{answer}\n";
        }

        var level = lines[faq].TakeWhile(c => c == '#').Count();
        bool EndsSection(string line)
            => HeadingMarks().Match(line) is { Success: true } heading && heading.Groups[1].Length <= level;

        var end = lines.FindIndex(faq + 1, EndsSection);
        end = end < 0 ? lines.Count : end;
        while (lines[end - 1].Length == 0)
        {
            end--;
        }

        lines.InsertRange(end, ["", $"{new string('#', Math.Min(6, level + 1))} {title}", "", answer]);
        return string.Join('\n', lines) + "\n";
    }

    private static Fact Find(byte[] edited, string title)
    {
        try
        {
            return PersonaParser.Read(edited).Persona.Facts.Last(fact => fact.Title == title);
        }
        catch (Exception error) when (error is PersonaFormatException or InvalidOperationException)
        {
            throw new ProblemException(Problems.PersonaNotEditable);
        }
    }

    // One line of plain words: it comes from a visitor and becomes a heading.
    private static string TitleOf(string question)
    {
        var line = MarkdownMarks().Replace(UnicodeText.WellFormed(question).ReplaceLineEndings(" "), "").Trim();
        line = UnicodeText.Cut(line, 200).Trim();
        if (line.Length == 0)
        {
            return "Question?";
        }

        return line[^1] is '?' or '？' or '؟' ? line : line.TrimEnd('.', '!') + "?";
    }

    // The owner's Markdown, with headings escaped: a heading would end the answer.
    private static string TextOf(string answer)
        => HeadingLines().Replace(UnicodeText.WellFormed(answer).ReplaceLineEndings("\n").Trim(), @"\$0");

    [GeneratedRegex(@"^#{1,5}\s+(.*\b(FAQ|Q&A|Q & A)\b.*|.*frequently asked.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex FaqHeading();

    [GeneratedRegex(@"^(#{1,6})\s")]
    private static partial Regex HeadingMarks();

    [GeneratedRegex(@"^(#{1,6}\s|={3,}\s*$|-{3,}\s*$)", RegexOptions.Multiline)]
    private static partial Regex HeadingLines();

    [GeneratedRegex(@"[#*_`\[\]{}<>|\\]|\p{C}")]
    private static partial Regex MarkdownMarks();
}
