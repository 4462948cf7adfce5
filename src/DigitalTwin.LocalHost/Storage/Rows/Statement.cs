using Microsoft.Data.Sqlite;

namespace DigitalTwin.LocalHost.Storage.Rows;

/// <summary>A statement of a connection, prepared once and run with other values each time. Not for use by several at once.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand command;

    /// <param name="connection">The connection.</param>
    /// <param name="sql">The statement, with <c>$1</c>, <c>$2</c> … for its values.</param>
    /// <param name="values">How many values it takes.</param>
    public Statement(SqliteConnection connection, string sql, int values = 0)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
        for (var number = 1; number <= values; number++)
        {
            command.Parameters.AddWithValue($"${number}", DBNull.Value);
        }
    }

    /// <summary>Runs it.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Runs it to read what it finds. The reader is to be disposed at once: it holds up the truncation of the log.</summary>
    public SqliteDataReader Read(params ReadOnlySpan<object> values)
    {
        Bind(values);
        return command.ExecuteReader();
    }

    public void Dispose() => command.Dispose();

    private void Bind(ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }
    }
}
