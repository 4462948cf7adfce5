using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost.Storage;

/// <summary>
/// One partition: its rows in key order in memory, its history on disk as JSON lines. A line is a batch, written
/// with one call and flushed to the disk before the caller is told, so a batch is stored whole or not at all.
/// </summary>
/// <remarks>Not safe for concurrent use: <see cref="PartitionCache"/> hands it to one caller at a time.</remarks>
internal sealed class PartitionLog(string path, string partition)
{
    public const string Extension = ".jsonl";

    private const string TemporaryExtension = ".tmp";

    // A smaller file is not worth rewriting, however much of it is history.
    private const long CompactionFloor = 64 * 1024;

    private readonly SortedRows rows = new();
    private bool loaded;
    private string epoch = "";
    private long sequence;
    private long fileLength;
    private long compactFrom;

    /// <summary>Approximate bytes of memory that the rows take.</summary>
    public long Bytes => rows.Bytes;

    /// <summary>Reads a file's partition key, or <see langword="null"/> where its first line is incomplete.</summary>
    public static string? ReadName(string file)
    {
        using var reader = new StreamReader(File.Open(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadLine() is { } line && LogLine.TryParseHeader(line) is { } header
            ? RowText.UnescapeKey(header.Partition)
            : null;
    }

    public void EnsureLoaded()
    {
        if (loaded)
        {
            return;
        }

        Reset();
        Load();
        loaded = true;
    }

    public Row? Get(string escapedKey) => rows.Find(escapedKey) is { } row ? ToRow(row) : null;

    public IReadOnlyList<Row> Query(string from, string to, int limit)
        => [.. rows.Between(from, to).Take(limit).Select(ToRow)];

    public IReadOnlyList<string> Write(IReadOnlyList<RowWrite> batch)
    {
        foreach (var write in batch)
        {
            CheckCondition(write);
        }

        var number = sequence + 1;
        var isNew = fileLength == 0;
        if (isNew)
        {
            epoch = Guid.NewGuid().ToString("N")[..8];
        }

        var changes = batch.Select(write => StoredRow.From(write, number)).ToList();
        var line = LogLine.Batch(number, changes);
        Append(isNew ? [.. LogLine.HeaderBytes(RowText.EscapeKey(partition), epoch), .. line] : line);
        Apply(number, changes);
        CompactIfDue(batch.Any(write => write.Kind == RowWriteKind.Delete));
        return [.. changes.Select(change => change.Values is null ? "" : ETagOf(change))];
    }

    public void Erase()
    {
        foreach (var file in new[] { path, path + TemporaryExtension }.Where(File.Exists))
        {
            File.Delete(file);
        }

        Reset();
        loaded = true;
    }

    private void Load()
    {
        // Only a file that does not exist is an empty partition; a file that cannot be read is an error.
        var reader = new LogReader(path);
        foreach (var line in reader.ReadLines())
        {
            if (line.Header is { } header)
            {
                epoch = header.Epoch;
            }
            else
            {
                Apply(line.Number, line.Rows);
            }
        }

        fileLength = reader.GoodLength;
    }

    private void Append(byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            using var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
            if (RandomAccess.GetLength(file) != fileLength)
            {
                // Removes what an unfinished write left behind.
                RandomAccess.SetLength(file, fileLength);
            }

            RandomAccess.Write(file, bytes, fileLength);
            RandomAccess.FlushToDisk(file);
        }
        catch
        {
            // Whether the line was written is unknown: the next caller reads the file again.
            loaded = false;
            throw;
        }

        fileLength += bytes.Length;
    }

    private void Apply(long number, IReadOnlyList<StoredRow> changes)
    {
        sequence = number;
        rows.Apply(changes);
    }

    // Rewriting costs as much as reading, so it waits until most of the file is history. Memory counts two bytes for
    // a character: twice that is about four times the rows on disk. Deletions are the exception, and leave the disk at
    // once: a visitor may have asked to be forgotten.
    private void CompactIfDue(bool isErased)
    {
        if (!isErased && (fileLength < Math.Max(CompactionFloor, compactFrom) || fileLength < 2 * Bytes))
        {
            return;
        }

        try
        {
            fileLength = Compact();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The batch is stored. The file stays as it is and is compacted once it has grown further.
            compactFrom = fileLength + CompactionFloor;
        }
    }

    private long Compact()
    {
        var temporary = path + TemporaryExtension;
        long length;
        using (var file = File.Create(temporary))
        {
            file.Write(LogLine.HeaderBytes(RowText.EscapeKey(partition), epoch));
            foreach (var chunk in rows.All.Chunk(RowLimits.BatchRows))
            {
                file.Write(LogLine.Batch(sequence, chunk));
            }

            if (rows.All.Count == 0)
            {
                file.Write(LogLine.Batch(sequence, []));
            }

            file.Flush(flushToDisk: true);
            length = file.Length;
        }

        File.Move(temporary, path, overwrite: true);
        return length;
    }

    private void CheckCondition(RowWrite write)
    {
        var current = rows.Find(RowText.EscapeKey(write.Key));
        switch (write.Kind)
        {
            case RowWriteKind.Insert when current is not null:
                throw new RowConflictException(write.Key, "is already there");
            case RowWriteKind.Replace when current is null:
                throw new RowConflictException(write.Key, "is not there any more");
            case RowWriteKind.Replace when ETagOf(current) != write.ETag:
                throw new RowConflictException(write.Key, "was changed in the meantime");
        }
    }

    private void Reset()
    {
        rows.Clear();
        (epoch, sequence, fileLength, compactFrom) = ("", 0, 0, 0);
    }

    // The epoch belongs to the file: a partition that is erased and begun again never repeats an ETag.
    private string ETagOf(StoredRow row) => $"{epoch}-{row.Number}";

    private Row ToRow(StoredRow row) => new(RowText.UnescapeKey(row.Key), row.Values!, ETagOf(row));
}
