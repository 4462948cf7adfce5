using System.Text.RegularExpressions;
using Markdig;

namespace DigitalTwin.Personas.Search;

/// <summary>Splits a fact's Markdown into parts that can be said or quoted on their own.</summary>
internal static partial class Passages
{
    /// <summary>The paragraphs as Markdown, without the line breaks of the owner's editor; a list is one paragraph.</summary>
    public static IReadOnlyList<string> Paragraphs(string markdown)
        => [.. BlankLines().Split(markdown).Select(text => text.Trim()).Where(text => text.Length > 0).Select(Unwrap)];

    /// <summary>The sentences as plain text; a list item is a sentence.</summary>
    public static IReadOnlyList<string> Sentences(string markdown)
        =>
        [
            .. Paragraphs(markdown)
                .SelectMany(paragraph => PlainText(paragraph).Split('\n'))
                .SelectMany(Split),
        ];

    /// <summary>The sentences of a line.</summary>
    public static IEnumerable<string> Split(string line)
        => SentenceEnds().Split(line).Select(text => text.Trim()).Where(text => text.Length > 0);

    /// <summary>The text without its Markdown.</summary>
    public static string PlainText(string markdown) => Markdown.ToPlainText(markdown).Trim();

    private static string Unwrap(string paragraph)
        => paragraph.Contains("```", StringComparison.Ordinal) ? paragraph : SoftBreaks().Replace(paragraph, " ");

    // Not before a list item, a quotation or a table row, and not after two spaces or a backslash, which ask for the break.
    [GeneratedRegex(@"(?<! {2}|\\)\n[ \t]*(?![-*+>|]|\d{1,2}[.)] |[ \t])")]
    private static partial Regex SoftBreaks();

    [GeneratedRegex(@"\n[ \t]*\n")]
    private static partial Regex BlankLines();

    // A full stop ends a sentence where a space and a capital, a digit or a quotation mark follow, but not after a title.
    [GeneratedRegex(@"(?<!\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|No|vol|vs)\.)(?<=[.!?…][""”’)]?)\s+(?=[\p{Lu}\p{Lo}\d""“‘(])|(?<=[。！？])")]
    private static partial Regex SentenceEnds();
}
