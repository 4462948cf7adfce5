using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DigitalTwin.Personas.Parsing;

namespace DigitalTwin.Personas;

/// <summary>Adds a question with its answer to the text of a persona file. All that is there stays as it is, to the last byte.</summary>
internal static partial class PersonaAddition
{
    /// <summary>How the ids of facts begin that were taught by correcting a reply: their questions are asked in other words, too.</summary>
    public const string TaughtPrefix = "taught-";

    /// <summary>The file with the new fact at the end of its FAQ, which is begun where there is none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="title">The heading: one line.</param>
    /// <param name="answer">The answer as Markdown, without headings.</param>
    /// <returns>The new file, and the new fact's id.</returns>
    /// <exception cref="PersonaFormatException">The file cannot be read, or would be read otherwise than before.</exception>
    /// <param name="isTaught">Whether the id is to say that the owner taught it: see <see cref="TaughtPrefix"/>.</param>
    public static (byte[] File, string FactId) To(byte[] file, string title, string answer, bool isTaught = false)
    {
        var before = PersonaParser.Read(file);
        if (before.Persona.Facts.Any(fact => string.Equals(fact.Title, title, StringComparison.OrdinalIgnoreCase)))
        {
            throw new PersonaFormatException("There is a heading with these words already.", 0);
        }

        // Whatever reads as UTF-8 is written back as it was, with its byte order mark.
        var text = Encoding.UTF8.GetString(file);
        var heading = isTaught ? $"{title} {{#{TaughtPrefix}{IdOf(title)}}}" : title;
        var edited = Encoding.UTF8.GetBytes(Add(text, heading, answer));
        var after = PersonaParser.Read(edited);
        var added = after.Persona.Facts.FirstOrDefault(fact => fact.Title == title);
        var kept = after.Persona.Facts.Where(fact => fact != added).Select(fact => (fact.Id, fact.Title, fact.Text));
        var isWhole = added is not null
            && kept.SequenceEqual(before.Persona.Facts.Select(fact => (fact.Id, fact.Title, fact.Text)))
            && CountLeftOut(after) == CountLeftOut(before);
        return isWhole ? (edited, added!.Id) : throw new PersonaFormatException(
            "With the answer in it the file would be read otherwise than before: look for a comment or a code block that does not end.", 0);
    }

    internal static string Add(string file, string title, string answer)
    {
        var line = file.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        var outline = PersonaParser.Outline(file);
        var faq = outline.FindIndex(heading => Faq().IsMatch(heading.Title));
        var next = faq < 0 ? -1 : outline.FindIndex(faq + 1, heading => heading.Level <= outline[faq].Level);
        var before = file[..(next < 0 ? file.Length : StartOf(file, outline[next].Line))].TrimEnd();
        var marks = new string('#', faq < 0 ? 3 : Math.Min(6, outline[faq].Level + 1));
        var added = outline.Count == 0
            // Plain text has no headings, and a blank line ends an answer.
            ? $"\n\nQ: {title}\nA: {BlankLines().Replace(answer, "\n")}"
            : $"{(faq < 0 ? "\n\n## FAQ" : "")}\n\n{marks} {title}\n\n{answer}";
        var rest = file[before.Length..];
        return before + added.ReplaceLineEndings(line) + (rest.Length == 0 ? line : rest);
    }

    // An id that is given is of Latin letters.
    private static string IdOf(string title)
        => FactIds.Slug(title) is var slug && slug.All(char.IsAscii)
            ? slug
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(title)))[..8];

    private static int CountLeftOut(PersonaReading reading)
        => reading.Findings.Count(finding => finding.Kind == PersonaFindingKind.LeftOut);

    // Lines end here where the reader's do.
    private static int StartOf(string file, int line) => line <= 1 ? 0 : LineEnds().Matches(file)[line - 2] is var end ? end.Index
        + end.Length : 0;

    [GeneratedRegex(@"\r\n|[\n\r\f\u0085\u2028\u2029]")]
    private static partial Regex LineEnds();

    [GeneratedRegex(@"(?:\r?\n[ \t]*)+")]
    private static partial Regex BlankLines();

    [GeneratedRegex(@"\b(FAQ|Q&A|Q & A)\b|frequently asked", RegexOptions.IgnoreCase)]
    private static partial Regex Faq();
}
