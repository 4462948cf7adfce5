using System.Text.RegularExpressions;

namespace DigitalTwin.Personas.Parsing;

/// <summary>Splits plain text at its blank lines; <c>Q:</c> and <c>A:</c> lines become questions.</summary>
internal static partial class PlainTextFacts
{
    private const int LongestTitle = 60;

    public static PersonaContent Read(string body)
    {
        var paragraphs = BlankLines().Split(body).Select(text => text.Trim()).Where(text => text.Length > 0).ToList();
        var title = TakeTitle(paragraphs);
        var ids = new FactIds();
        return new PersonaContent(title, [.. paragraphs.Select(text => ToFact(text, ids))]);
    }

    // A short first paragraph without a full stop is a name rather than a sentence.
    private static string? TakeTitle(List<string> paragraphs)
    {
        if (paragraphs.Count < 2 || !IsName(paragraphs[0]))
        {
            return null;
        }

        var title = paragraphs[0];
        paragraphs.RemoveAt(0);
        return title;
    }

    private static bool IsName(string paragraph)
        => paragraph.Length <= LongestTitle
            && !paragraph.EndsWith('.')
            && !paragraph.Contains('\n', StringComparison.Ordinal);

    private static Fact ToFact(string text, FactIds ids)
    {
        if (QuestionAndAnswer().Match(text) is { Success: true } pair)
        {
            var question = pair.Groups["question"].Value.Trim().TrimEnd('?') + "?";
            return new Fact(ids.Next(null, question, []), question, [], pair.Groups["answer"].Value.Trim());
        }

        var title = Shorten(text);
        return new Fact(ids.Next(null, title, []), title, [], text);
    }

    private static string Shorten(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        if (line.Length <= LongestTitle)
        {
            return line;
        }

        var cut = line.LastIndexOf(' ', LongestTitle);
        return UnicodeText.Cut(line, cut > 0 ? cut : LongestTitle).TrimEnd(',', ';', ':') + "…";
    }

    [GeneratedRegex(@"\n[ \t]*\n")]
    private static partial Regex BlankLines();

    [GeneratedRegex(@"\AQ:\s*(?<question>.+?)\n\s*A:\s*(?<answer>.+)\z", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex QuestionAndAnswer();
}
