using DigitalTwin.Conversations;
using DigitalTwin.LocalHost.Storage.Rows;
using DigitalTwin.Storage;
using Microsoft.Data.Sqlite;

namespace DigitalTwin.LocalHost.Storage;

/// <summary>
/// The command <c>storage repair</c>: takes what cannot be read out of conversations, so that the rest of them can. The twin must not run.
/// </summary>
internal static class StorageRepair
{
    /// <returns>The exit code: 0.</returns>
    /// <exception cref="StartupException">The data folder cannot be used, or belongs to a twin that runs.</exception>
    public static async Task<int> RunAsync(string[] settings)
    {
        using var folder = DataFolder.Open(DataFolder.PathOf(LocalHostApp.CreateBuilder(settings).Configuration));
        using var connection = TwinDatabase.Open(folder.Database).ConnectWriter();
        using var repairing = connection.BeginTransaction();
        var (conversations, rows) = (0, 0);
        foreach (var session in Sessions(connection))
        {
            var removed = Repair(connection, session);
            (conversations, rows) = (conversations + (removed > 0 ? 1 : 0), rows + removed);
        }

        repairing.Commit();
        await Console.Out.WriteLineAsync(
            conversations == 0
                ? "No conversation is damaged."
                : $"{conversations:N0} conversations repaired; {rows:N0} rows could not be read.");
        return 0;
    }

    private static int Repair(SqliteConnection connection, string session)
    {
        var (messages, removed, header) = (new List<StoredMessage>(), new List<string>(), (ConversationHeader?)null);
        foreach (var (key, text) in Rows(connection, session))
        {
            if (TryRead(key, text) is not { } row || !IsWhole(row, ref header, messages))
            {
                removed.Add(key);
            }
        }

        removed.ForEach(key => Run(connection, "DELETE FROM rows WHERE tbl = $1 AND partition = $2 AND key = $3", session, key));
        if (removed.Contains(ConversationHeader.Key) && messages.Count > 0)
        {
            // Its counters are found again from what is left.
            var mended = ConversationHeader.New(messages.Min(message => message.At)) with
            {
                LastActivityAt = messages.Max(message => message.At),
                Messages = messages.Max(message => message.Number),
                Turns = messages.Count(message => !message.IsFromVisitor),
            };
            Run(
                connection,
                "INSERT INTO rows (tbl, partition, key, etag, vals) VALUES ($1, $2, $3, abs(random()), $4)",
                session,
                ConversationHeader.Key,
                RowValues.Write(mended.ToValues()));
        }

        return removed.Count;
    }

    private static bool IsWhole(Row row, ref ConversationHeader? header, List<StoredMessage> messages)
    {
        try
        {
            if (row.Key == ConversationHeader.Key)
            {
                header = ConversationHeader.FromRow(row);
            }
            else if (StoredMessage.IsMessageKey(row.Key))
            {
                messages.Add(StoredMessage.FromRow(row));
            }
            else if (new StoredTurn(row) is { IsOver: true } turn)
            {
                DigitalTwin.Turns.Events.TurnEventJson.Decode(turn.Events!);
            }

            return true;
        }
        catch (Exception error) when (DamagedRowException.IsMeantBy(error))
        {
            return false;
        }
    }

    private static Row? TryRead(string key, byte[] text)
    {
        try
        {
            return new Row(RowText.UnescapeKey(key), RowValues.Read(text, null), "");
        }
        catch (Exception error) when (DamagedRowException.IsMeantBy(error))
        {
            return null;
        }
    }

    private static List<string> Sessions(SqliteConnection connection)
    {
        using var query = connection.CreateCommand();
        query.CommandText = "SELECT DISTINCT partition FROM rows WHERE tbl = $1";
        query.Parameters.AddWithValue("$1", ConversationStore.Table);
        using var found = query.ExecuteReader();
        var sessions = new List<string>();
        while (found.Read())
        {
            sessions.Add(found.GetString(0));
        }

        return sessions;
    }

    private static List<(string Key, byte[] Text)> Rows(SqliteConnection connection, string session)
    {
        using var query = connection.CreateCommand();
        query.CommandText = "SELECT key, CAST(vals AS BLOB) FROM rows WHERE tbl = $1 AND partition = $2";
        query.Parameters.AddWithValue("$1", ConversationStore.Table);
        query.Parameters.AddWithValue("$2", session);
        using var found = query.ExecuteReader();
        var rows = new List<(string, byte[])>();
        while (found.Read())
        {
            rows.Add((found.GetString(0), found.IsDBNull(1) ? [] : found.GetFieldValue<byte[]>(1)));
        }

        return rows;
    }

    private static void Run(SqliteConnection connection, string sql, params IReadOnlyList<string> values)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (index, value) in values.Prepend(ConversationStore.Table).Index())
        {
            command.Parameters.AddWithValue($"${index + 1}", value);
        }

        command.ExecuteNonQuery();
    }
}
