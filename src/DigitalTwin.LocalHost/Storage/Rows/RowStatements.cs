using DigitalTwin.Storage;
using Microsoft.Data.Sqlite;

namespace DigitalTwin.LocalHost.Storage.Rows;

/// <summary>What the writer's connection can do.</summary>
internal sealed class RowStatements(SqliteConnection connection) : IDisposable
{
    private readonly Statement begin = new(connection, "BEGIN IMMEDIATE");
    private readonly Statement commit = new(connection, "COMMIT");
    private readonly Statement rollback = new(connection, "ROLLBACK");
    private readonly Statement save = new(connection, "SAVEPOINT one");
    private readonly Statement release = new(connection, "RELEASE one");
    private readonly Statement undo = new(connection, "ROLLBACK TO one");
    private readonly Statement vacuum = new(connection, "VACUUM");
    private readonly Statement truncate = new(connection, "PRAGMA wal_checkpoint(TRUNCATE)");

    private readonly Statement insert = new(
        connection,
        "INSERT INTO rows (tbl, partition, key, etag, vals) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        5);

    private readonly Statement replace = new(
        connection,
        "UPDATE rows SET etag = $4, vals = $5 WHERE tbl = $1 AND partition = $2 AND key = $3 AND etag = $6",
        6);

    private readonly Statement upsert = new(
        connection,
        """
        INSERT INTO rows (tbl, partition, key, etag, vals) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (tbl, partition, key) DO UPDATE SET etag = excluded.etag, vals = excluded.vals
        """,
        5);

    private readonly Statement delete = new(connection, "DELETE FROM rows WHERE tbl = $1 AND partition = $2 AND key = $3", 3);
    private readonly Statement deletePartition = new(connection, "DELETE FROM rows WHERE tbl = $1 AND partition = $2", 2);
    private readonly Statement exists = new(connection, "SELECT 1 FROM rows WHERE tbl = $1 AND partition = $2 AND key = $3", 3);

    public void Begin() => begin.Run();

    public void Commit() => commit.Run();

    /// <summary>Undoes what was not committed; after some errors SQLite has done so already.</summary>
    public void Rollback()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            rollback.Run();
        }
    }

    public void Save() => save.Run();

    public void Release() => release.Run();

    public void Undo()
    {
        undo.Run();
        release.Run();
    }

    /// <summary>
    /// Writes the whole database anew. Deleted cells are overwritten at once, but where pages were balanced, copies of them may stand
    /// between the living ones, and nothing else reaches those.
    /// </summary>
    public void Rewrite() => vacuum.Run();

    /// <summary>Brings all of the write-ahead log into the database, and empties it.</summary>
    /// <returns>False where somebody still reads from it.</returns>
    public bool TryTruncateLog()
    {
        using var result = truncate.Read();
        return result.Read() && result.GetInt64(0) == 0;
    }

    /// <exception cref="RowConflictException">The row is not as the write wants it.</exception>
    public void Apply(string table, string partition, PreparedWrite write, long etag)
    {
        var (kind, key, escaped) = (write.Kind, write.Key, write.EscapedKey);
        switch (kind)
        {
            case RowWriteKind.Insert when insert.Run(table, partition, escaped, etag, write.Values) == 0:
                throw new RowConflictException(key, "is already there");
            case RowWriteKind.Replace when replace.Run(table, partition, escaped, etag, write.Values, ETag.ToNumber(write.ETag!)) == 0:
                var isThere = Exists(table, partition, escaped);
                throw new RowConflictException(key, isThere ? "was changed in the meantime" : "is not there any more");
            case RowWriteKind.Upsert:
                upsert.Run(table, partition, escaped, etag, write.Values);
                break;
            case RowWriteKind.Delete:
                delete.Run(table, partition, escaped);
                break;
        }
    }

    public void DeletePartition(string table, string partition) => deletePartition.Run(table, partition);

    public void Dispose()
    {
        Statement[] all =
        [
            begin, commit, rollback, save, release, undo, vacuum, truncate, insert, replace, upsert, delete, deletePartition, exists,
        ];
        Array.ForEach(all, statement => statement.Dispose());
        connection.Dispose();
    }

    private bool Exists(string table, string partition, string key)
    {
        using var found = exists.Read(table, partition, key);
        return found.Read();
    }
}

/// <summary>A write with its texts as the database keeps them, made ready before the writer's turn.</summary>
internal readonly record struct PreparedWrite(RowWriteKind Kind, string Key, string EscapedKey, string Values, string? ETag)
{
    public static PreparedWrite From(RowWrite write)
        => new(write.Kind, write.Key, RowText.EscapeKey(write.Key), RowValues.Write(write.Values), write.ETag);
}
