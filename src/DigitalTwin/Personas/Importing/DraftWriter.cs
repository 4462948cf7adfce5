using System.Text;
using System.Text.RegularExpressions;
using DigitalTwin.Personas.Checking;

namespace DigitalTwin.Personas.Importing;

/// <summary>
/// Writes a CV as a persona file. Its headings are the questions that visitors usually ask, where the CV answers them, so that the owner
/// sees which are left. Streets, dates of birth and the like go into a private section.
/// </summary>
internal static partial class DraftWriter
{
    private static readonly (CvKind Kind, string Topic)[] Topics =
    [
        (CvKind.Education, "studies"), (CvKind.Languages, "languages"), (CvKind.Skills, "skills"), (CvKind.Tools, "tools"),
        (CvKind.Projects, "projects"), (CvKind.Certificates, "certificates"), (CvKind.Publications, "publications"),
        (CvKind.Awards, "awards"), (CvKind.Hobbies, "hobbies"), (CvKind.Volunteering, "volunteering"), (CvKind.References, "references"),
    ];

    /// <summary>The persona file.</summary>
    public static string Write(CvDocument cv)
    {
        var everything = string.Join(' ', cv.Sections.SelectMany(section => section.Lines).Select(line => line.Text));
        var language = CvLanguage.Of($"{cv.Headline} {everything}");
        var questions = UsualQuestions.For(language).ToDictionary(question => question.Topic, question => question.Text);
        var body = new StringBuilder();
        var asked = new List<string>();
        var work = CvWork.Of(cv.Of(CvKind.Work));
        Add("person", [new CvLine(string.Join(", ", new[] { cv.Name, cv.Headline }.Where(text => text.Length > 0))),
            .. cv.Of(CvKind.Summary)]);
        Add("role", [.. Line(cv.Headline), .. work.Current.TakeWhile((line, at) => !line.IsItem && at < 3)]);
        Add("employer", work.Current);
        Add("before", work.Before);
        foreach (var (kind, topic) in Topics)
        {
            var written = cv.Of(kind);
            Add(topic, written.Count > 0 ? written : CvCues.Of(kind, cv.Of(CvKind.Summary)));
            if (kind == CvKind.Education)
            {
                Add("school", written.All(line => line.IsItem) ? written : [.. written.Where(line => !line.IsItem)]);
            }
        }

        if (!asked.Contains("tools"))
        {
            Add("tools", cv.Of(CvKind.Skills));
        }

        Add("place", [.. cv.Place.SelectMany(Line)]);
        Add("contact", [.. cv.Contact.Select(text => new CvLine(text) { IsItem = true })]);
        Add("links", [.. cv.Links.Select(link => new CvLine($"{link.Title}: {link.Url}") { IsItem = true })]);
        foreach (var section in cv.Sections.Where(section => section.Kind == CvKind.Other && section.Lines.Count > 0))
        {
            AddSection(section.Title, section.Lines);
        }

        AddSection("Personal details {private}", cv.Of(CvKind.Contact));
        return $"{FrontMatter(cv, language, questions, asked)}\n# {Plain(cv.Name.Length > 0 ? cv.Name : "About me")}\n{body}";

        void Add(string topic, IReadOnlyList<CvLine> lines)
        {
            if (lines.Any(line => line.Text.Length > 0))
            {
                asked.Add(topic);
                AddSection(questions[topic], lines);
            }
        }

        void AddSection(string title, IReadOnlyList<CvLine> lines)
        {
            if (lines.Count > 0)
            {
                body.Append("\n## ").Append(title).Append("\n\n").AppendJoin('\n', TextOf(lines)).Append('\n');
            }
        }
    }

    private static string FrontMatter(CvDocument cv, string language, Dictionary<string, string> questions, List<string> asked)
    {
        var suggested = ((string[])["role", "projects", "employer", "skills", "studies", "contact"]).Where(asked.Contains).Take(4)
            .Select(topic => questions[topic]);
        var lines = new List<string> { "---" };
        lines.AddRange(cv.Name.Length > 0 ? [$"name: {Quote(cv.Name)}"] : []);
        lines.AddRange(cv.Headline.Length > 0 ? [$"headline: {Quote(cv.Headline)}"] : []);
        lines.Add($"languages: [{language}]");
        lines.Add("suggestedQuestions:");
        lines.AddRange(suggested.Select(question => $"  - {Quote(question)}"));
        lines.AddRange(cv.Contact.Count > 0 ? [$"contact: {Quote(string.Join(", ", cv.Contact))}"] : []);
        lines.AddRange(cv.Links.Count > 0 ? ["links:"] : []);
        lines.AddRange(cv.Links.DistinctBy(link => link.Title).Select(link => $"  {Quote(link.Title)}: {Quote(link.Url)}"));
        lines.Add("synonyms:");
        lines.AddRange(UsualSynonyms.For(language).Select(group => $"  - [{string.Join(", ", group.Select(Quote))}]"));
        lines.Add("---");
        return string.Join('\n', lines) + "\n";
    }

    // Lists stay lists; other lines end where they ended.
    private static IEnumerable<string> TextOf(IReadOnlyList<CvLine> lines)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            var text = Plain(lines[i].Text);
            var next = i + 1 < lines.Count ? lines[i + 1] : null;
            yield return lines[i].IsItem ? $"- {text}" : next is { IsItem: false } ? $"{text}  " : text;
            if (next is not null && next.IsItem != lines[i].IsItem)
            {
                yield return "";
            }
        }
    }

    private static IEnumerable<CvLine> Line(string text) => text.Length > 0 ? [new CvLine(text)] : [];

    // Nothing of a CV is a heading, an element or an attribute here.
    private static string Plain(string text)
        => Marks().Replace(text.Replace('\n', ' ').Trim(), @"\$0").Replace("{", "(", StringComparison.Ordinal)
            .Replace("}", ")", StringComparison.Ordinal);

    private static string Quote(string text)
        => $"\"{text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
            .ReplaceLineEndings(" ")}\"";

    [GeneratedRegex(@"^(?:#{1,6}(?=\s)|[-+*](?=\s)|>|={3,}|-{3,})|<(?=[a-zA-Z!/?])|%%")]
    private static partial Regex Marks();
}
