using System.Buffers;

namespace DigitalTwin.Storage;

/// <summary>The limits of <see cref="IRowStore"/>, checked before anything is sent or written.</summary>
/// <remarks>https://learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions</remarks>
public static class RowLimits
{
    /// <summary>Most rows in a batch.</summary>
    public const int BatchRows = 100;

    /// <summary>Most bytes of a batch on the wire.</summary>
    public const int BatchBytes = 4 * 1024 * 1024;

    /// <summary>Most bytes of a row, names and keys included, as UTF-16.</summary>
    public const int RowBytes = 1024 * 1024;

    /// <summary>Most characters of an escaped key.</summary>
    public const int KeyLength = 512;

    /// <summary>Most characters of a value's name; adapters add to it.</summary>
    public const int NameLength = 200;

    /// <summary>Most rows a query returns.</summary>
    public const int QueryRows = 1000;

    // A row of a batch travels as a MIME part with headers and a URL of its own.
    private const int WireOverhead = 1024;

    // What a character becomes at most when JSON escapes it.
    private const int LongestEscape = 6;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Refuses names and batches that some adapter could not store.</summary>
    /// <exception cref="ArgumentException">A limit is broken; the message says which and by how much.</exception>
    public static void Check(string table, string partition, IReadOnlyList<RowWrite> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        CheckTable(table);
        CheckKey(partition);
        if (batch.Count is 0 or > BatchRows)
        {
            throw new ArgumentException($"A batch has 1 to {BatchRows} rows to stay atomic; this one has {batch.Count}.", nameof(batch));
        }

        CheckRows(partition, batch);
    }

    /// <summary>Refuses a table name that Table storage would refuse.</summary>
    /// <exception cref="ArgumentException">The name is not 3 to 63 letters and digits, starting with a letter.</exception>
    public static void CheckTable(string table)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (table.Length is < 3 or > 63 || !IsName(table))
        {
            throw new ArgumentException($"A table name is 3 to 63 letters and digits, not '{table}'.", nameof(table));
        }
    }

    /// <summary>Refuses an empty or over-long partition or row key.</summary>
    /// <exception cref="ArgumentException">The escaped key is empty or over <see cref="KeyLength"/> characters.</exception>
    public static void CheckKey(string key)
    {
        var length = RowText.EscapeKey(key).Length;
        if (length is 0 or > KeyLength)
        {
            throw new ArgumentException($"A key has 1 to {KeyLength} characters once escaped; this one has {length}.", nameof(key));
        }
    }

    /// <summary>Refuses a range that some adapter could not answer in one page.</summary>
    /// <exception cref="ArgumentException">The limit is not 1 to <see cref="QueryRows"/>.</exception>
    public static void CheckRange(RowRange range)
    {
        ArgumentNullException.ThrowIfNull(range);
        if (range.Limit is < 1 or > QueryRows)
        {
            throw new ArgumentException($"A query returns 1 to {QueryRows} rows; {range.Limit} were asked for.", nameof(range));
        }
    }

    /// <summary>
    /// Whether a value may have this name: up to <see cref="NameLength"/> letters and digits, starting with a letter.
    /// </summary>
    public static bool IsValueName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= NameLength && IsName(name);
    }

    private static bool IsName(string text) => char.IsAsciiLetter(text[0]) && !text.AsSpan().ContainsAnyExcept(NameCharacters);

    private static void CheckRows(string partition, IReadOnlyList<RowWrite> batch)
    {
        var (keys, place, wire) = (new HashSet<string>(StringComparer.Ordinal), RowText.EscapeKey(partition).Length, 0L);
        foreach (var write in batch)
        {
            CheckKey(write.Key);
            if (!keys.Add(write.Key))
            {
                throw new ArgumentException($"A batch names each row once; '{write.Key}' is there twice.", nameof(batch));
            }

            var bytes = RowOverhead + (2L * (place + RowText.EscapeKey(write.Key).Length));
            wire += WireOverhead;
            foreach (var (name, value) in write.Values)
            {
                bytes += ValueSize(name, value);
                wire += (long)LongestEscape * (name.Length + value.Length);
            }

            if (bytes > RowBytes)
            {
                throw new ArgumentException($"A row has at most {RowBytes} bytes; '{write.Key}' has {bytes}.", nameof(batch));
            }
        }

        // Counted exactly only where it may matter.
        if (wire > BatchBytes && (wire = WireSize(batch)) > BatchBytes)
        {
            throw new ArgumentException(
                $"A batch has at most {BatchBytes} bytes on the wire to stay atomic; this one has up to {wire}.",
                nameof(batch));
        }
    }

    // What adapters add to a row: a stamp, and the names of chunks.
    private const int RowOverhead = 8 * 1024;

    private static long ValueSize(string name, string value)
        => IsValueName(name)
            ? 12 + (2L * (name.Length + RowText.EscapeValue(value).Length))
            : throw new ArgumentException($"A value's name is at most {NameLength} letters and digits, not '{name}'.", nameof(name));

    private static long WireSize(IReadOnlyList<RowWrite> batch)
        => batch.Sum(write => WireOverhead + write.Values.Sum(value => WireSize(value.Key) + WireSize(value.Value)));

    // JSON with everything but plain ASCII escaped: the most that a client can send.
    private static long WireSize(string text)
        => text.Sum(c => c is >= ' ' and <= '~' and not ('"' or '\\' or '<' or '>' or '&' or '\'' or '+') ? 1L : LongestEscape);
}
