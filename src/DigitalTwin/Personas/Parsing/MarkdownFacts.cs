using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DigitalTwin.Personas.Parsing;

/// <summary>Splits Markdown at its headings: each one that has text of its own becomes a fact.</summary>
internal static class MarkdownFacts
{
    private static readonly MarkdownPipeline Pipeline
        = new MarkdownPipelineBuilder().UseGenericAttributes().UseAutoLinks().UsePipeTables().Build();

    /// <summary>A first-level heading at the top is the file's title, and the text directly below it its introduction.</summary>
    public static PersonaContent Read(string body)
    {
        var headings = Markdown.Parse(body, Pipeline).OfType<HeadingBlock>().ToList();
        if (headings.Count == 0)
        {
            return new PersonaContent(null, []);
        }

        var ids = new FactIds();
        var facts = new List<Fact>();
        var above = new Stack<HeadingBlock>();
        var title = headings[0].Level == 1 ? TitleOf(headings[0]) : null;
        AddIntroduction(body[..headings[0].Span.Start], title, ids, facts);
        for (var i = 0; i < headings.Count; i++)
        {
            var heading = headings[i];
            while (above.Count > 0 && above.Peek().Level >= heading.Level)
            {
                above.Pop();
            }

            var end = i + 1 < headings.Count ? headings[i + 1].Span.Start : body.Length;
            var text = body[EndOfLine(body, heading.Span.End, end)..end].Trim();
            if (text.Length > 0)
            {
                string[] parents = [.. above.Reverse().Select(TitleOf)];
                var id = ids.Next(heading.TryGetAttributes()?.Id, TitleOf(heading), parents);
                facts.Add(new Fact(id, TitleOf(heading), parents, text));
            }

            above.Push(heading);
        }

        return new PersonaContent(title, facts);
    }

    // Anything behind a heading on its line, such as {#id}, is not part of its text.
    private static int EndOfLine(string body, int from, int end)
        => body.IndexOf('\n', Math.Min(from, body.Length - 1)) is var line && line >= 0 && line < end ? line : end;

    private static void AddIntroduction(string text, string? title, FactIds ids, List<Fact> facts)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            facts.Add(new Fact(ids.Next(null, "About me", []), title ?? "About me", [], text.Trim()));
        }
    }

    private static string TitleOf(HeadingBlock heading)
        => string.Concat(heading.Inline?.Descendants().Select(inline => inline switch
        {
            LiteralInline literal => literal.Content.ToString(),
            CodeInline code => code.Content,
            LineBreakInline => " ",
            _ => "",
        }) ?? []).Trim() is { Length: > 0 } title ? title : "Untitled";
}
