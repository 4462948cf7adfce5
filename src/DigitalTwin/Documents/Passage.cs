using System.Globalization;
using DigitalTwin.Personas;
using DigitalTwin.Search.Segments;

namespace DigitalTwin.Documents;

/// <summary>A part of a document that can be found, quoted and cited: of one page, below one heading.</summary>
/// <param name="Number">Its place in the document, from 1.</param>
/// <param name="Page">The page that it stands on, from 1.</param>
/// <param name="Headings">The headings above it, outermost first.</param>
/// <param name="Text">Its text, as Markdown.</param>
internal sealed record Passage(int Number, int Page, IReadOnlyList<string> Headings, string Text)
{
    /// <summary>As something that can be cited.</summary>
    /// <param name="document">The document that it stands in.</param>
    public Fact ToFact(StoredDocument document)
    {
        var title = Headings.Count > 0 ? Headings[^1] : document.Title;
        var above = Headings.Count > 0 ? Headings.SkipLast(1).Prepend(document.Title) : [];
        return new Fact(IdOf(document.Id, Number), title, [.. above], Text)
        {
            Source = new FactSource(document.Id, document.Title, Page, document.UrlOf(Page)),
        };
    }

    /// <summary>The id under which a passage is cited.</summary>
    public static string IdOf(string document, int number) => string.Create(CultureInfo.InvariantCulture, $"{document}-{number}");
}

/// <summary>A passage as it is indexed.</summary>
/// <param name="passage">The passage.</param>
/// <param name="title">The title of its document.</param>
internal sealed class SearchablePassage(Passage passage, string title) : ISearchable
{
    private const double HeadingWeight = 2.5;
    private const double AboveWeight = 1;

    /// <inheritdoc/>
    public string Id => passage.Number.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public IEnumerable<SearchField> Fields =>
    [
        new(passage.Text, 1),
        new(passage.Headings.Count > 0 ? passage.Headings[^1] : "", HeadingWeight),
        new(string.Join('\n', passage.Headings.SkipLast(1)), AboveWeight),
        new(title, AboveWeight),
    ];
}

/// <summary>The addresses of documents.</summary>
internal static class DocumentAddress
{
    /// <summary>The address of the file for visitors; <see langword="null"/> where they may not see it.</summary>
    public static string? UrlOf(this StoredDocument document, int page)
        => document.Visibility != DocumentVisibility.Public ? null
            : document.Kind == Formats.FileFormat.Pdf.Kind
                ? string.Create(CultureInfo.InvariantCulture, $"/api/documents/{document.Id}#page={page}")
                : $"/api/documents/{document.Id}";
}
