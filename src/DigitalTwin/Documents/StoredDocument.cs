using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace DigitalTwin.Documents;

/// <summary>Who may see a document, and is told of what is in it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DocumentVisibility>))]
public enum DocumentVisibility
{
    /// <summary>The owner only.</summary>
    [JsonStringEnumMemberName("private")]
    Private,

    /// <summary>Also programs with a key that the owner issued.</summary>
    [JsonStringEnumMemberName("invited")]
    Invited,

    /// <summary>Every visitor.</summary>
    [JsonStringEnumMemberName("public")]
    Public,
}

/// <summary>How far the reading of a document is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DocumentState>))]
public enum DocumentState
{
    /// <summary>It is being read.</summary>
    [JsonStringEnumMemberName("reading")]
    Reading,

    /// <summary>It can be found.</summary>
    [JsonStringEnumMemberName("ready")]
    Ready,

    /// <summary>It cannot be read.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,
}

/// <summary>The steps in which a document is read, in their order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReadingStep>))]
public enum ReadingStep
{
    /// <summary>Finding out what kind of file it is.</summary>
    [JsonStringEnumMemberName("sniff")]
    Sniff,

    /// <summary>Reading its text.</summary>
    [JsonStringEnumMemberName("text")]
    Text,

    /// <summary>Looking at the pages that are pictures of text, one after the other.</summary>
    [JsonStringEnumMemberName("pictures")]
    Pictures,

    /// <summary>Cutting the text into passages.</summary>
    [JsonStringEnumMemberName("passages")]
    Passages,

    /// <summary>Finding the passages' vectors, where there is a model for them.</summary>
    [JsonStringEnumMemberName("vectors")]
    Vectors,

    /// <summary>Summing it up.</summary>
    [JsonStringEnumMemberName("summary")]
    Summary,
}

/// <summary>Why a document cannot be read.</summary>
/// <param name="Code">A problem's code.</param>
/// <param name="Title">In words.</param>
/// <param name="Detail">More about it.</param>
public sealed record DocumentError(string Code, string Title, string? Detail);

/// <summary>A document of the owner's, as its row has it.</summary>
internal sealed record StoredDocument
{
    public required string Id { get; init; }

    public required string Title { get; init; }

    /// <summary>Whether the owner gave the title; else it is the document's own, once it is read.</summary>
    public bool HasOwnTitle { get; init; }

    /// <summary>What the file is called; may be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>The kind of file, once that is known.</summary>
    public string? Kind { get; init; }

    public required long Length { get; init; }

    /// <summary>The SHA-256 of the file, in hexadecimal.</summary>
    public required string Hash { get; init; }

    public DocumentVisibility Visibility { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public required DateTimeOffset UploadedAt { get; init; }

    public DateTimeOffset? PublishedAt { get; init; }

    public DocumentState State { get; init; }

    /// <summary>The step that is next, while it is being read.</summary>
    public ReadingStep Step { get; init; }

    /// <summary>How often the step was begun: a file that ends the process each time is given up.</summary>
    public int Attempts { get; init; }

    /// <summary>When the reading last went on.</summary>
    public DateTimeOffset TouchedAt { get; init; }

    /// <summary>How often it was read: what is kept of it is named after that.</summary>
    public int Reading { get; init; } = 1;

    public int Pages { get; init; }

    /// <summary>The pages that are pictures of text.</summary>
    public IReadOnlyList<int> PicturePages { get; init; } = [];

    /// <summary>How many of them were looked at.</summary>
    public int PicturesDone { get; init; }

    /// <summary>The pages of which nothing could be read.</summary>
    public IReadOnlyList<int> UnreadPages { get; init; } = [];

    public int Passages { get; init; }

    /// <summary>The language of two letters, once that is known.</summary>
    public string Language { get; init; } = "";

    public string Summary { get; init; } = "";

    public DocumentError? Error { get; init; }

    /// <summary>Whether it is being deleted: nobody sees it any more.</summary>
    public bool IsDeleted { get; init; }

    /// <summary>A document that is to be kept; its id and when it came are the store's.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">What the file is called; may be empty.</param>
    /// <param name="title">Its title, or empty.</param>
    /// <param name="visibility">Who may see it.</param>
    /// <param name="now">The time.</param>
    public static StoredDocument New(ReadOnlySpan<byte> file, string name, string title, DocumentVisibility visibility, DateTimeOffset now)
        => new()
        {
            Id = "",
            Title = title.Length > 0 ? title : Path.GetFileNameWithoutExtension(name) is { Length: > 0 } stem ? stem : "Untitled",
            HasOwnTitle = title.Length > 0,
            Name = name,
            Length = file.Length,
            Hash = Convert.ToHexStringLower(SHA256.HashData(file)),
            Visibility = visibility,
            PublishedAt = visibility == DocumentVisibility.Public ? now : null,
            UploadedAt = default,
        };

    /// <summary>Names what is kept of this reading.</summary>
    [JsonIgnore]
    public string Version => $"{Hash[..16]}-{Reading}";
}
