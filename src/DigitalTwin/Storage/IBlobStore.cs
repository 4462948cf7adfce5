namespace DigitalTwin.Storage;

/// <summary>Named content with ETags and versions: the persona file, documents, pictures.</summary>
/// <remarks>
/// Names are lower-case letters, digits, <c>. _ -</c> and <c>/</c> between non-empty segments, at most 200 characters.
/// </remarks>
public interface IBlobStore
{
    /// <summary>Reads content, unless it still has the ETag that the caller knows.</summary>
    Task<BlobRead> ReadAsync(string name, string? ifNoneMatch, CancellationToken cancellationToken);

    /// <summary>Writes content as a whole and keeps the content before it as a version.</summary>
    /// <exception cref="BlobConflictException">The content is not what <paramref name="condition"/> requires.</exception>
    Task<BlobVersion> WriteAsync(
        string name,
        ReadOnlyMemory<byte> content,
        BlobCondition condition,
        CancellationToken cancellationToken);

    /// <summary>The names of all content whose name begins with this, in no certain order.</summary>
    Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>All versions that were not deleted, newest first; the current one is the first.</summary>
    Task<IReadOnlyList<BlobVersion>> ListVersionsAsync(string name, CancellationToken cancellationToken);

    /// <summary>Reads one version, or <see langword="null"/> where there is none.</summary>
    Task<BlobContent?> ReadVersionAsync(string name, string version, CancellationToken cancellationToken);

    /// <summary>Deletes content and all its versions; nothing happens where it does not exist.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);
}

/// <summary>Content and the ETag of its version.</summary>
public sealed record BlobContent(ReadOnlyMemory<byte> Bytes, string ETag);

/// <summary>The outcome of a read.</summary>
/// <param name="State">Whether there is content, and whether it changed.</param>
/// <param name="Content">The content, where <paramref name="State"/> is <see cref="BlobState.Found"/>.</param>
public sealed record BlobRead(BlobState State, BlobContent? Content)
{
    /// <summary>There is no content of that name.</summary>
    public static BlobRead Missing { get; } = new(BlobState.Missing, null);

    /// <summary>The content still has the ETag that the caller knows.</summary>
    public static BlobRead NotModified { get; } = new(BlobState.NotModified, null);

    /// <summary>There is content that the caller does not know.</summary>
    public static BlobRead Found(BlobContent content) => new(BlobState.Found, content);
}

/// <summary>The result of a read.</summary>
public enum BlobState
{
    /// <summary>There is no content of that name.</summary>
    Missing,

    /// <summary>The content is the one that the caller knows.</summary>
    NotModified,

    /// <summary>The content is new to the caller.</summary>
    Found,
}

/// <summary>A version of a blob.</summary>
/// <param name="Version">An opaque id, unique for the blob.</param>
/// <param name="ETag">The ETag of its content when it was current.</param>
/// <param name="WrittenAt">When it was written.</param>
/// <param name="Length">Its length in bytes.</param>
public sealed record BlobVersion(string Version, string ETag, DateTimeOffset WrittenAt, long Length);

/// <summary>The state that a write requires.</summary>
public readonly record struct BlobCondition
{
    /// <summary>Any state.</summary>
    public static BlobCondition Any => default;

    /// <summary>There must be no content.</summary>
    public static BlobCondition Missing => new() { MustBeMissing = true };

    /// <summary>Whether there must be no content.</summary>
    public bool MustBeMissing { get; private init; }

    /// <summary>The ETag that the content must have, or <see langword="null"/>.</summary>
    public string? ETag { get; private init; }

    /// <summary>The content must have this ETag.</summary>
    public static BlobCondition Matches(string etag) => new() { ETag = etag };
}

/// <summary>A conditional write found other content than it required, and wrote nothing.</summary>
public sealed class BlobConflictException(string name)
    : Exception($"The content '{name}' was changed in the meantime; nothing was written.");
