namespace DigitalTwin.Conversations;

/// <summary>A place in the persona, or in a document, that a reply draws on.</summary>
/// <param name="Id">The fact's or passage's id.</param>
/// <param name="Title">The fact's heading; of a passage the document's title, and the heading there.</param>
/// <param name="Quote">The words that say it.</param>
public sealed record Citation(string Id, string Title, string Quote)
{
    /// <summary>The id of the document; <see langword="null"/> for the persona file.</summary>
    public string? Document { get; init; }

    /// <summary>The document's page, from 1.</summary>
    public int? Page { get; init; }

    /// <summary>The address of the page on this host; <see langword="null"/> where visitors may not open it.</summary>
    public string? Url { get; init; }
}
