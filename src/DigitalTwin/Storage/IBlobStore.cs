namespace DigitalTwin.Storage;

/// <summary>Named content with ETags and versions: the persona file, documents, pictures.</summary>
/// <remarks>Names are lower-case letters, digits, <c>. _ -</c> and <c>/</c> between non-empty segments, at most 200 characters.</remarks>
public interface IBlobStore
{
    /// <summary>Reads content, unless it still has the ETag the caller knows.</summary>
    Task<BlobRead> ReadAsync(string name, string? ifNoneMatch, CancellationToken cancellationToken);

    /// <summary>Writes content whole and keeps what was there as a version.</summary>
    /// <exception cref="BlobConflictException">The content there is not what <paramref name="condition"/> asked for.</exception>
    Task<BlobVersion> WriteAsync(string name, ReadOnlyMemory<byte> content, BlobCondition condition, CancellationToken cancellationToken);

    /// <summary>The versions ever written and not deleted, newest first; the current one comes first.</summary>
    Task<IReadOnlyList<BlobVersion>> ListVersionsAsync(string name, CancellationToken cancellationToken);

    /// <summary>Reads one version, or <see langword="null"/> where there is none.</summary>
    Task<BlobContent?> ReadVersionAsync(string name, string version, CancellationToken cancellationToken);

    /// <summary>Removes content and all its versions; nothing happens where it does not exist.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);
}

/// <summary>Content and the ETag of its version.</summary>
public sealed record BlobContent(ReadOnlyMemory<byte> Bytes, string ETag);

/// <summary>The outcome of a read.</summary>
/// <param name="State">Whether there is content, and whether it changed.</param>
/// <param name="Content">The content, where <paramref name="State"/> is <see cref="BlobState.Found"/>.</param>
public sealed record BlobRead(BlobState State, BlobContent? Content)
{
    /// <summary>There is nothing of that name.</summary>
    public static BlobRead Missing { get; } = new(BlobState.Missing, null);

    /// <summary>The content still has the ETag that was asked about.</summary>
    public static BlobRead NotModified { get; } = new(BlobState.NotModified, null);

    /// <summary>There is content, and it is not what the caller knows.</summary>
    public static BlobRead Found(BlobContent content) => new(BlobState.Found, content);
}

/// <summary>What a read found.</summary>
public enum BlobState
{
    /// <summary>Nothing of that name.</summary>
    Missing,

    /// <summary>What the caller already has.</summary>
    NotModified,

    /// <summary>Content the caller does not have.</summary>
    Found,
}

/// <summary>A version of a blob.</summary>
/// <param name="Version">Opaque id, unique to the blob.</param>
/// <param name="ETag">The ETag its content had when it was current.</param>
/// <param name="WrittenAt">When it was written.</param>
/// <param name="Length">Bytes.</param>
public sealed record BlobVersion(string Version, string ETag, DateTimeOffset WrittenAt, long Length);

/// <summary>What must be there for a write to go ahead.</summary>
public readonly record struct BlobCondition
{
    /// <summary>Whatever is there.</summary>
    public static BlobCondition Any => default;

    /// <summary>Nothing must be there.</summary>
    public static BlobCondition Missing => new() { MustBeMissing = true };

    /// <summary>Whether nothing may be there.</summary>
    public bool MustBeMissing { get; private init; }

    /// <summary>The ETag that must be there, or <see langword="null"/>.</summary>
    public string? ETag { get; private init; }

    /// <summary>Content with this ETag must be there.</summary>
    public static BlobCondition Matches(string etag) => new() { ETag = etag };
}

/// <summary>A conditional write found other content than it asked for and did nothing.</summary>
public sealed class BlobConflictException(string name) : Exception($"The content '{name}' was changed in the meantime; nothing was written.");
