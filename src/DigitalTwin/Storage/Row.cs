namespace DigitalTwin.Storage;

/// <summary>A stored row: named text values under a key, with the ETag of this version.</summary>
public sealed record Row(string Key, IReadOnlyDictionary<string, string> Values, string ETag)
{
    /// <summary>The value of this name, or <see langword="null"/>.</summary>
    public string? this[string name] => Values.GetValueOrDefault(name);
}

/// <summary>A row and the partition it was found in.</summary>
public sealed record PartitionRow(string Partition, Row Row);

/// <summary>The range of keys to read.</summary>
/// <param name="From">The first key, inclusive.</param>
/// <param name="To">The end of the range, exclusive.</param>
/// <param name="Limit">Most rows to return, 1 to 1,000 (a page of Table storage).</param>
/// <param name="Select">The names of the values to return, or <see langword="null"/> for all.</param>
/// <param name="After">
/// Only rows with keys after this one, exclusive: the last key of a page, to read the next one. <see langword="null"/> for the first page.
/// </param>
public sealed record RowRange(string From, string To, int Limit, IReadOnlyList<string>? Select = null, string? After = null)
{
    /// <summary>All keys that start with <paramref name="prefix"/>, which must end in a character below U+FFFF.</summary>
    public static RowRange Prefix(string prefix, int limit, IReadOnlyList<string>? select = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return new(prefix, prefix[..^1] + (char)(prefix[^1] + 1), limit, select);
    }
}

/// <summary>How a write treats a row that may already exist.</summary>
public enum RowWriteKind
{
    /// <summary>The row must not exist.</summary>
    Insert,

    /// <summary>The row must exist with the given ETag.</summary>
    Replace,

    /// <summary>The row is written whether it exists or not.</summary>
    Upsert,

    /// <summary>The row is deleted, whether it exists or not.</summary>
    Delete,
}

/// <summary>One write of a batch.</summary>
public sealed record RowWrite
{
    private static readonly Dictionary<string, string> NoValues = [];

    private RowWrite(RowWriteKind kind, string key, IReadOnlyDictionary<string, string> values, string? etag)
        => (Kind, Key, Values, ETag) = (kind, key, values, etag);

    /// <summary>The kind of write.</summary>
    public RowWriteKind Kind { get; }

    /// <summary>The row's key.</summary>
    public string Key { get; }

    /// <summary>The row's values; empty for a delete.</summary>
    public IReadOnlyDictionary<string, string> Values { get; }

    /// <summary>The ETag that the row must have; only for <see cref="RowWriteKind.Replace"/>.</summary>
    public string? ETag { get; }

    /// <summary>Writes a row that must not exist yet.</summary>
    public static RowWrite Insert(string key, IReadOnlyDictionary<string, string> values) => new(RowWriteKind.Insert, key, values, null);

    /// <summary>Replaces a row that must still have this ETag.</summary>
    public static RowWrite Replace(string key, IReadOnlyDictionary<string, string> values, string etag)
        => new(RowWriteKind.Replace, key, values, etag);

    /// <summary>Writes a row, whether it exists or not.</summary>
    public static RowWrite Upsert(string key, IReadOnlyDictionary<string, string> values) => new(RowWriteKind.Upsert, key, values, null);

    /// <summary>Deletes a row if it exists. Its content leaves the disk with it.</summary>
    public static RowWrite Delete(string key) => new(RowWriteKind.Delete, key, NoValues, null);
}

/// <summary>A write found another state than it required; nothing of its batch was applied.</summary>
public sealed class RowConflictException(string key, string expectation)
    : Exception($"The row '{key}' {expectation}; nothing of the batch was written.")
{
    /// <summary>The key of the first row in conflict.</summary>
    public string Key { get; } = key;
}
