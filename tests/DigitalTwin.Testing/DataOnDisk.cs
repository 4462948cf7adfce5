using System.Text;
using DigitalTwin.LocalHost.Storage;
using DigitalTwin.LocalHost.Storage.Rows;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalTwin.Testing;

/// <summary>What a twin has on its disk.</summary>
public static class DataOnDisk
{
    /// <summary>A store of rows in a folder, as the local host makes it.</summary>
    internal static SqliteRowStore OpenRows(string folder, ILogger<SqliteRowStore>? logger = null)
        => new(
            TwinDatabase.Open(Path.Combine(folder, TwinDatabase.FileName)),
            new DiskReserve(Path.Combine(folder, "reserve")),
            logger ?? NullLogger<SqliteRowStore>.Instance);

    /// <summary>A connection of one's own to the database of a data folder.</summary>
    public static SqliteConnection Connect(string folder)
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(folder, TwinDatabase.FileName)};Pooling=false");
        connection.Open();
        return connection;
    }

    /// <summary>The tables and keys of all rows.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="table">The table, or <see langword="null"/> for all.</param>
    public static IReadOnlyList<string> Rows(string folder, string? table = null)
    {
        using var connection = Connect(folder);
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT tbl, partition, key, vals FROM rows WHERE $table IS NULL OR tbl = $table";
        command.Parameters.AddWithValue("$table", (object?)table ?? DBNull.Value);
        using var found = command.ExecuteReader();
        var rows = new List<string>();
        while (found.Read())
        {
            rows.Add($"{found.GetString(0)}/{found.GetString(1)}/{found.GetString(2)} {found.GetString(3)}");
        }

        return rows;
    }

    /// <summary>How many rows there are.</summary>
    public static int Count(string folder) => Rows(folder).Count;

    /// <summary>Puts other content into one row, as a failing disk does.</summary>
    /// <param name="folder">The data folder of a twin that does not run.</param>
    /// <param name="table">The row's table.</param>
    /// <param name="partition">The row's partition.</param>
    /// <param name="key">What the row's key begins with; of several rows it is the last one.</param>
    /// <param name="content">What it says from now on.</param>
    public static void Overwrite(string folder, string table, string partition, string key, string content)
    {
        using var connection = Connect(folder);
        using var command = connection.CreateCommand();
        command.CommandText = """
            UPDATE rows SET vals = $content WHERE tbl = $table AND partition = $partition AND key =
            (SELECT max(key) FROM rows WHERE tbl = $table AND partition = $partition AND key LIKE $key || '%')
            """;
        command.Parameters.AddWithValue("$table", table);
        command.Parameters.AddWithValue("$partition", partition);
        command.Parameters.AddWithValue("$key", key);
        command.Parameters.AddWithValue("$content", content);
        command.ExecuteNonQuery().ShouldBe(1);
    }

    /// <summary>The files of the database, its log among them, in which a text stands.</summary>
    public static IReadOnlyList<string> FilesWith(string folder, string text)
    {
        var wanted = Encoding.UTF8.GetBytes(text);
        return [.. Directory.GetFiles(folder, TwinDatabase.FileName + "*").Where(file => Traces.Read(file).AsSpan().IndexOf(wanted) >= 0)];
    }
}
