namespace DigitalTwin.Search;

/// <summary>Something that the owner's search found.</summary>
/// <param name="Kind"><c>fact</c>, <c>document</c>, <c>offering</c> or <c>conversation</c>.</param>
/// <param name="Id">Its id: of a document the document's.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Quote">What of it fits best.</param>
/// <param name="Score">Its place among all that was found: 0 to 1; comparable within one search only.</param>
public sealed record OwnerHit(string Kind, string Id, string Title, string Quote, double Score)
{
    /// <summary>The page of a document, from 1.</summary>
    public int? Page { get; init; }

    /// <summary>By what it was found: <c>words</c>, <c>meaning</c>.</summary>
    public IReadOnlyList<string> By { get; init; } = ["words"];

    /// <summary>Who may see it: <c>private</c>, <c>invited</c> or <c>public</c>.</summary>
    public string Visibility { get; init; } = "private";
}

/// <summary>What the owner searched for.</summary>
/// <param name="Hits">The hits, best first.</param>
public sealed record OwnerHits(IReadOnlyList<OwnerHit> Hits);

/// <summary>Something that the owner's search looks through. Each feature has its own.</summary>
internal interface ISearchSource
{
    /// <summary>What the owner asks for it by.</summary>
    string Scope { get; }

    /// <summary>The best hits, best first.</summary>
    Task<IReadOnlyList<OwnerHit>> FindAsync(string query, int limit, CancellationToken cancellationToken);
}
