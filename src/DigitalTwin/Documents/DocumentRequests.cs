using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Documents;

/// <summary>Reads what an owner wants of documents.</summary>
internal static class DocumentRequests
{
    /// <summary>Most characters of a title.</summary>
    public const int LongestTitle = 200;

    private const int LongestTag = 50;
    private const int MostTags = 20;

    /// <summary>The document that an upload is to become.</summary>
    /// <param name="request">Its query says what it is called.</param>
    /// <param name="file">The file.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="ProblemException">A parameter is wrong.</exception>
    public static StoredDocument ToDocument(HttpRequest request, ReadOnlySpan<byte> file, DateTimeOffset now)
    {
        var name = Path.GetFileName(TextOf(request, "name").Replace('\\', '/'));
        return StoredDocument.New(file, name, TextOf(request, "title"), VisibilityOf(request.Query["visibility"].ToString()), now);
    }

    /// <summary>A document with what was changed.</summary>
    /// <param name="document">The document.</param>
    /// <param name="change">The change, which was checked.</param>
    /// <param name="now">The time.</param>
    public static StoredDocument Apply(StoredDocument document, DocumentChange change, DateTimeOffset now) => document with
    {
        Title = change.Title?.Trim() ?? document.Title,
        HasOwnTitle = document.HasOwnTitle || change.Title is not null,
        Tags = change.Tags is null ? document.Tags : [.. change.Tags.Select(tag => tag.Trim()).Distinct(StringComparer.OrdinalIgnoreCase)],
        Visibility = change.Visibility ?? document.Visibility,
        PublishedAt = change.Visibility == DocumentVisibility.Public ? document.PublishedAt ?? now : document.PublishedAt,
    };

    /// <exception cref="ProblemException">Something of the change is wrong.</exception>
    public static void Check(DocumentChange change)
    {
        if (change.Title is not null)
        {
            RequestBody.RequireText(change.Title, LongestTitle, "title");
        }

        if (change.Tags is { } tags && (tags.Count > MostTags || tags.Any(tag => VisibleText.IsBlank(tag) || tag.Length > LongestTag)))
        {
            throw new ProblemException(Problems.InvalidField, $"Up to {MostTags} tags of 1 to {LongestTag} characters.", ["tags"]);
        }
    }

    private static string TextOf(HttpRequest request, string name)
    {
        var text = VisibleText.Strip(request.Query[name].ToString()).Trim();
        return text.Length <= LongestTitle ? text
            : throw new ProblemException(Problems.InvalidParameter, $"'{name}' has at most {LongestTitle} characters.");
    }

    private static DocumentVisibility VisibilityOf(string text) => text switch
    {
        "" or "private" => DocumentVisibility.Private,
        "invited" => DocumentVisibility.Invited,
        "public" => DocumentVisibility.Public,
        _ => throw new ProblemException(Problems.InvalidParameter, "'visibility' is private, invited or public."),
    };
}
