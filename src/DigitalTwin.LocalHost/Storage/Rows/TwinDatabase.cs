using Microsoft.Data.Sqlite;

namespace DigitalTwin.LocalHost.Storage.Rows;

/// <summary>The file <c>twin.db</c>: an SQLite database with all rows, and what may be done with it as a whole.</summary>
/// <remarks>
/// Write-ahead log, so that readers and the writer do not wait for each other; <c>synchronous=FULL</c>, so that what is acknowledged
/// survives a power cut; <c>secure_delete</c>, so that what is erased is overwritten.
/// Source: https://sqlite.org/wal.html, https://sqlite.org/pragma.html#pragma_secure_delete
/// </remarks>
internal sealed class TwinDatabase
{
    public const string FileName = "twin.db";

    // The layout of the tables, in the file's own header.
    private const int SchemaVersion = 1;

    // A database up to this size is read through at each start; that takes a few hundredths of a second. Any size: storage check.
    private const long CheckedAtStart = 16 * 1024 * 1024;

    private const string Schema =
        """
        CREATE TABLE rows (
            tbl TEXT NOT NULL, partition TEXT NOT NULL, key TEXT NOT NULL, etag INTEGER NOT NULL, vals TEXT NOT NULL);
        CREATE UNIQUE INDEX rows_by_key ON rows (tbl, partition, key);
        CREATE TABLE starts (n INTEGER PRIMARY KEY AUTOINCREMENT);
        PRAGMA user_version = 1;
        """;

    private TwinDatabase(string path, long starts) => (Path, Starts) = (path, starts);

    /// <summary>The file's full path.</summary>
    public string Path { get; }

    /// <summary>How often the database was opened to be written; no two openings have the same number.</summary>
    public long Starts { get; }

    /// <summary>Opens the database to write it, and makes it where there is none.</summary>
    /// <exception cref="StartupException">It is damaged, or a newer version of the twin wrote it.</exception>
    public static TwinDatabase Open(string path)
    {
        try
        {
            using var connection = Connect(path, SqliteOpenMode.ReadWriteCreate);
            Run(connection, "PRAGMA journal_mode = WAL");
            Prepare(connection, path);
            return new TwinDatabase(path, Number(connection, "INSERT INTO starts DEFAULT VALUES RETURNING n"));
        }
        catch (SqliteException error) when (DatabaseFaults.IsDamage(error))
        {
            throw Damaged(path, error.Message, error);
        }
        catch (SqliteException error)
        {
            throw new StartupException($"The database {path} cannot be opened: {error.Message}", error);
        }
    }

    /// <summary>A connection that writes. There is one writer at a time; another one waits for it for a few seconds.</summary>
    public SqliteConnection ConnectWriter()
    {
        var connection = Connect(Path, SqliteOpenMode.ReadWrite);
        Run(connection, "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON");
        return connection;
    }

    /// <summary>A connection that reads, beside the writer.</summary>
    public SqliteConnection ConnectReader() => ConnectReader(Path);

    /// <summary>Reads the whole database, also one that a running twin writes.</summary>
    /// <returns>What is wrong; empty where nothing is.</returns>
    public static IReadOnlyList<string> Check(string path)
    {
        try
        {
            using var connection = ConnectReader(path);
            return Check(connection, "integrity_check");
        }
        catch (SqliteException error) when (DatabaseFaults.IsDamage(error))
        {
            return [error.Message];
        }
    }

    /// <summary>How many rows there are.</summary>
    public static long Count(string path)
    {
        using var connection = ConnectReader(path);
        return Number(connection, "SELECT count(*) FROM rows");
    }

    /// <summary>Writes a copy as it is at this moment, also of a database that a running twin writes.</summary>
    /// <param name="path">The database.</param>
    /// <param name="copy">A file that is not there yet.</param>
    /// <exception cref="IOException">The database is damaged, or the copy cannot be written.</exception>
    public static void Copy(string path, string copy)
    {
        try
        {
            using var connection = Connect(path, SqliteOpenMode.ReadWrite);
            using var vacuum = new Statement(connection, "VACUUM INTO $1", 1);
            vacuum.Run(copy);
        }
        catch (SqliteException error)
        {
            throw DatabaseFaults.ToFault(error);
        }
    }

    private static void Prepare(SqliteConnection connection, string path)
    {
        var version = Number(connection, "PRAGMA user_version");
        if (version == 0)
        {
            using var making = connection.BeginTransaction();
            Run(connection, Schema);
            making.Commit();
        }
        else if (version != SchemaVersion)
        {
            throw new StartupException(
                $"A newer version of the twin wrote the database {path}: start that one, or choose another folder: "
                + "--Storage:Path=folder");
        }
        else if (new FileInfo(path).Length <= CheckedAtStart && Check(connection, "quick_check") is { Count: > 0 } wrong)
        {
            throw Damaged(path, wrong[0], null);
        }
    }

    private static StartupException Damaged(string path, string what, Exception? inner) => new(
        $"The database {path} is damaged: {what}. Put a backup in its place (README.md, Backup), or move the file away to start without it."
        + " 'storage check' lists all that is wrong.",
        inner);

    private static SqliteConnection ConnectReader(string path)
    {
        var connection = Connect(path, SqliteOpenMode.ReadWrite);
        Run(connection, "PRAGMA query_only = ON");
        return connection;
    }

    // Not pooled: the store keeps its connections with their prepared statements.
    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 5,
        }.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static List<string> Check(SqliteConnection connection, string pragma)
    {
        using var check = new Statement(connection, $"PRAGMA {pragma}");
        using var found = check.Read();
        var wrong = new List<string>();
        while (found.Read())
        {
            wrong.Add(found.GetString(0));
        }

        return wrong is ["ok"] ? [] : wrong;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        statement.Run();
    }

    private static long Number(SqliteConnection connection, string sql)
    {
        using var statement = new Statement(connection, sql);
        using var found = statement.Read();
        found.Read();
        return found.GetInt64(0);
    }
}
