using System.Text.RegularExpressions;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DigitalTwin.Personas.Parsing;

/// <summary>Splits Markdown at its headings: each one that has text of its own becomes a fact.</summary>
internal sealed partial class MarkdownFacts
{
    private readonly string body;
    private readonly List<PersonaFinding> findings;
    private readonly List<HeadingBlock> headings;
    private readonly FactIds ids = new();
    private readonly List<Fact> facts = [];
    private readonly HashSet<HeadingBlock> used = [];

    private MarkdownFacts(string body, List<PersonaFinding> findings)
    {
        (this.body, this.findings) = (body, findings);
        headings = HeadingsOf(body);
    }

    /// <summary>
    /// How Markdown is read everywhere here. HTML is taken out before: what is left and looks like it are words, and swallow no headings.
    /// </summary>
    public static MarkdownPipeline Pipeline { get; }
        = new MarkdownPipelineBuilder().UseGenericAttributes().UseAutoLinks().UsePipeTables().DisableHtml().Build();

    /// <summary>A first-level heading at the top is the file's title, and the text directly below it its introduction.</summary>
    public static PersonaContent Read(string body, List<PersonaFinding> findings) => new MarkdownFacts(body, findings).Read();

    /// <summary>The headings that divide a text.</summary>
    public static List<HeadingBlock> HeadingsOf(string body) => [.. Markdown.Parse(body, Pipeline).OfType<HeadingBlock>()];

    /// <summary>A heading as plain text.</summary>
    public static string TitleOf(HeadingBlock heading, string body)
    {
        var title = string.Concat(heading.Inline?.Descendants().Select(inline => inline switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            HtmlEntityInline entity => entity.Transcoded.ToString(),
            AutolinkInline link => link.Url,
            LineBreakInline => " ",
            _ => "",
        }) ?? []).Trim();

        // Attributes in front of a heading swallow it.
        title = title.Length > 0 ? title : Marks().Replace(SourceOf(heading, body), "").Trim();
        return title.Length > 0 ? title : "Untitled";
    }

    /// <summary>A heading as it is written, with its attributes.</summary>
    public static string SourceOf(HeadingBlock heading, string body)
        => body[heading.Span.Start..PersonaFile.EndOfLine(body, heading.Span.End)];

    private PersonaContent Read()
    {
        if (headings.Count == 0)
        {
            return new PersonaContent(null, []);
        }

        var title = headings[0].Level == 1 ? TitleOf(headings[0], body) : null;
        AddText(body[..headings[0].Span.Start], 1, "About me", title ?? "About me", null, []);
        var above = new Stack<(HeadingBlock Heading, string Title)>();
        for (var i = 0; i < headings.Count; i++)
        {
            var heading = headings[i];
            while (above.Count > 0 && above.Peek().Heading.Level >= heading.Level)
            {
                above.Pop();
            }

            var end = i + 1 < headings.Count ? headings[i + 1].Span.Start : body.Length;
            // Anything behind a heading on its line, such as {#id}, is not part of its text.
            var start = Math.Min(PersonaFile.EndOfLine(body, heading.Span.End), end);
            var (line, own, name) = (PersonaFile.LineAt(body, start), heading.TryGetAttributes()?.Id, TitleOf(heading, body));
            if (AddText(body[start..end], line, name, name, own, [.. above.Reverse().Select(each => each.Title)]))
            {
                used.Add(heading);
                used.UnionWith(above.Select(each => each.Heading));
            }

            above.Push((heading, name));
        }

        findings.AddRange(Lost().Select(heading => new PersonaFinding(
            PersonaFindingKind.LeftOut, PersonaFile.LineAt(body, heading.Span.Start), PersonaContent.NothingBelow)));
        var isLost = title is not null && !used.Contains(headings[0]);
        return new PersonaContent(title, facts) { TitleLine = isLost ? PersonaFile.LineAt(body, headings[0].Span.Start) : 0 };
    }

    // A heading that leads to no fact; the title may be the person's name.
    private IEnumerable<HeadingBlock> Lost()
        => headings.Where((heading, index) => !used.Contains(heading) && !(index == 0 && heading.Level == 1));

    private bool AddText(string text, int line, string slug, string title, string? id, string[] parents)
    {
        var parts = QuestionsAndAnswers.Split(text, line, findings);
        var written = string.Join("\n\n", parts.Where(part => part.Question is null).Select(part => part.Text));
        var own = BlankLines().Replace(Lines().Replace(PersonaFile.WithoutBreaks(written), ""), "\n\n").Trim();
        if (own.Length > 0)
        {
            facts.Add(new Fact(ids.Next(id, slug, parents), title, parents, own));
        }

        foreach (var part in parts.Where(part => part.Question is not null))
        {
            facts.Add(new Fact(ids.Next(null, part.Question!, parents), part.Question!, [.. parents, title], part.Text));
        }

        return own.Length > 0 || parts.Any(part => part.Question is not null);
    }

    [GeneratedRegex(@"^#+|\{[^{}\n]*\}|\n?[#=-]*\z")]
    private static partial Regex Marks();

    // What was taken out leaves blanks.
    [GeneratedRegex(@"\n[ \t]*(?:\n[ \t]*)*\n")]
    private static partial Regex BlankLines();

    // Lines between sections, at a text's beginning or end, say nothing.
    [GeneratedRegex(@"\A(?:\s*^[ ]{0,3}([*_-])[ \t]*(?:\1[ \t]*){2,}$)+|(?:^[ ]{0,3}([*_-])[ \t]*(?:\2[ \t]*){2,}$\s*)+\z",
        RegexOptions.Multiline)]
    private static partial Regex Lines();
}
