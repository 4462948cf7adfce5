using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace DigitalTwin.Personas.Parsing;

/// <summary>
/// Writes the addresses of links where the links are: a fact is a part of the file, and what <c>[text][label]</c> stands for may be in
/// another one. Definitions are no text; many use them for comments.
/// </summary>
internal static partial class LinkReferences
{
    /// <summary>The text with links that need no definitions; its lines stay.</summary>
    /// <param name="body">The text.</param>
    /// <param name="before">The text with its private parts: what only those use is private.</param>
    /// <param name="findings">Learns of comments.</param>
    public static string Resolve(string body, string before, List<PersonaFinding> findings)
    {
        body = Notes(body, before);
        var document = Markdown.Parse(body, MarkdownFacts.Pipeline);
        var definitions = document.Descendants<LinkReferenceDefinition>()
            .Where(each => each.Label?.StartsWith('^') == false && each.Span.End > each.Span.Start).ToList();
        if (definitions.Count == 0)
        {
            return body;
        }

        var links = document.Descendants<LinkInline>().Where(link => link.Reference is not null && !link.Span.IsEmpty).ToList();
        var used = links.Select(link => link.Reference!.Label).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var usedBefore = Markdown.Parse(before, MarkdownFacts.Pipeline).Descendants<LinkInline>()
            .Select(link => link.Reference?.Label).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var changes = links.Select(link => (link.Span.Start, link.Span.End, Text: TextOf(link, body)))
            .Concat(definitions.Select(
                each => (each.Span.Start, each.Span.End,
                    Text: used.Contains(each.Label!) || usedBefore.Contains(each.Label!) ? "" : Unused(each, body, findings))));
        foreach (var (start, end, text) in changes.OrderByDescending(change => change.Start).DistinctBy(change => change.Start))
        {
            var lines = body[start..(end + 1)].Count(c => c == '\n');
            body = $"{body[..start]}{text}{new string('\n', Math.Max(0, lines - text.Count(c => c == '\n')))}{body[(end + 1)..]}";
        }

        return body;
    }

    // Notes at a foot that only private parts lead to.
    private static string Notes(string body, string before)
        => PersonaFile.Blank(body, Note().Matches(body).Where(note => Uses(before, note) > 1 && Uses(body, note) <= 1)
            .Select(note => (note.Index, note.Index + note.Length)));

    private static int Uses(string text, Match note) => Regex.Count(text, Regex.Escape(note.Groups[1].Value));

    private static string TextOf(LinkInline link, string body)
    {
        var source = body[link.Span.Start..(link.Span.End + 1)];
        var label = source.LastIndexOf("][", StringComparison.Ordinal);
        return $"{(label < 0 ? source : source[..(label + 1)])}({link.Url})";
    }

    // A definition that no link uses is a link itself, unless it is the usual way to hide a comment.
    private static string Unused(LinkReferenceDefinition definition, string body, List<PersonaFinding> findings)
    {
        if (definition.Url is { } url && url.Contains('.', StringComparison.Ordinal) && definition.Label != "//")
        {
            return $"[{definition.Label}]({url})";
        }

        findings.Add(new PersonaFinding(
            PersonaFindingKind.Private, PersonaFile.LineAt(body, definition.Span.Start), "A comment is not read."));
        return "";
    }

    [GeneratedRegex(@"^(\[\^[^\]\n]+\]):[^\n]*(?:\n[ \t]+\S[^\n]*)*", RegexOptions.Multiline)]
    private static partial Regex Note();
}
