namespace DigitalTwin.Documents;

/// <summary>A document, as its owner sees it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Visibility">Who may see it.</param>
/// <param name="State">How far its reading is.</param>
/// <param name="Length">The length of its file in bytes.</param>
/// <param name="UploadedAt">When it came.</param>
public sealed record DocumentView(
    string Id, string Title, DocumentVisibility Visibility, DocumentState State, long Length, DateTimeOffset UploadedAt)
{
    /// <summary>What the file is called; empty where that was not said.</summary>
    public string Name { get; init; } = "";

    /// <summary><c>pdf</c>, <c>docx</c>, <c>pptx</c>, <c>xlsx</c>, <c>csv</c>, <c>html</c>, <c>markdown</c>, <c>text</c>, <c>png</c> or
    /// <c>jpeg</c>; <see langword="null"/> until that is known.</summary>
    public string? Kind { get; init; }

    /// <summary>The owner's words for it.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>When visitors could first see it.</summary>
    public DateTimeOffset? PublishedAt { get; init; }

    /// <summary>The step that is done now, while it is being read.</summary>
    public ReadingStep? Step { get; init; }

    /// <summary>How many of the pages that are pictures of text were looked at, while that is done.</summary>
    public int? PicturesDone { get; init; }

    /// <summary>How many pages are pictures of text.</summary>
    public int? Pictures { get; init; }

    /// <summary>How many pages, slides or sheets it has.</summary>
    public int Pages { get; init; }

    /// <summary>The pages of which nothing could be read.</summary>
    public IReadOnlyList<int> UnreadPages { get; init; } = [];

    /// <summary>How many passages can be found and cited.</summary>
    public int Passages { get; init; }

    /// <summary>Its language, of two letters.</summary>
    public string? Language { get; init; }

    /// <summary>What it is about, in a few sentences.</summary>
    public string? Summary { get; init; }

    /// <summary>Why it cannot be read.</summary>
    public DocumentError? Error { get; init; }

    internal static DocumentView Of(StoredDocument document)
    {
        var isReading = document.State == DocumentState.Reading;
        return new DocumentView(
            document.Id, document.Title, document.Visibility, document.State, document.Length, document.UploadedAt)
        {
            Name = document.Name,
            Kind = document.Kind,
            Tags = document.Tags,
            PublishedAt = document.PublishedAt,
            Step = isReading ? document.Step : null,
            PicturesDone = isReading && document.PicturePages.Count > 0 ? document.PicturesDone : null,
            Pictures = document.PicturePages.Count > 0 ? document.PicturePages.Count : null,
            Pages = document.Pages,
            UnreadPages = document.UnreadPages,
            Passages = document.Passages,
            Language = document.Language.Length > 0 ? document.Language : null,
            Summary = document.Summary.Length > 0 ? document.Summary : null,
            Error = document.Error,
        };
    }
}

/// <summary>A page of documents.</summary>
/// <param name="Items">The documents, newest first.</param>
/// <param name="Next">The id to go on after, or <see langword="null"/>.</param>
public sealed record DocumentList(IReadOnlyList<DocumentView> Items, string? Next);

/// <summary>What the twin can cite of a document.</summary>
/// <param name="Id">The id under which it is cited.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="Headings">The headings above it, outermost first.</param>
/// <param name="Text">The text, as Markdown.</param>
public sealed record PassageView(string Id, int Page, IReadOnlyList<string> Headings, string Text);

/// <summary>The passages of a document.</summary>
/// <param name="Passages">Those after the one that was asked for.</param>
/// <param name="Next">The number to go on after, or <see langword="null"/>.</param>
public sealed record PassageList(IReadOnlyList<PassageView> Passages, int? Next);

/// <summary>What is to be changed of a document; what is missing stays.</summary>
/// <param name="Title">The new title, 1 to 200 characters.</param>
/// <param name="Tags">The new tags, at most 20 of 1 to 50 characters.</param>
/// <param name="Visibility">Who may see it from now on.</param>
public sealed record DocumentChange(string? Title, IReadOnlyList<string>? Tags, DocumentVisibility? Visibility);
