using DigitalTwin.Storage;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace DigitalTwin.LocalHost.Storage.Rows;

/// <summary>A connection that reads rows, for one caller at a time.</summary>
internal sealed class RowReader(SqliteConnection connection) : IDisposable
{
    private readonly Statement get = new(
        connection, "SELECT key, etag, vals FROM rows WHERE tbl = $1 AND partition = $2 AND key = $3", 3);

    private readonly Statement query = new(
        connection,
        """
        SELECT key, etag, vals FROM rows WHERE tbl = $1 AND partition = $2 AND key >= $3 AND key < $4 AND key > $5
        ORDER BY key LIMIT $6
        """,
        6);

    // Goes from partition to partition by the index; rows with other keys are not looked at.
    private readonly Statement scan = new(
        connection,
        """
        WITH RECURSIVE each(partition) AS (
            SELECT (SELECT min(partition) FROM rows WHERE tbl = $1 AND partition > $3)
            UNION ALL
            SELECT (SELECT min(partition) FROM rows WHERE tbl = $1 AND partition > each.partition) FROM each
            WHERE each.partition IS NOT NULL LIMIT $4)
        SELECT key, etag, vals, each.partition FROM each LEFT JOIN rows ON tbl = $1 AND rows.partition = each.partition AND key = $2
        WHERE each.partition IS NOT NULL ORDER BY each.partition
        """,
        4);

    public Row? Get(string table, string partition, string key)
    {
        using var found = get.Read(table, partition, key);
        return found.Read() ? ToRow(found, null) : null;
    }

    public IReadOnlyList<Row> Query(string table, string partition, RowRange range)
    {
        // Every key is after the empty one.
        var after = range.After is { } last ? RowText.EscapeKey(last) : "";
        using var found = query.Read(
            table, partition, RowText.EscapeKey(range.From), RowText.EscapeKey(range.To), after, range.Limit);
        var rows = new List<Row>();
        while (found.Read())
        {
            rows.Add(ToRow(found, range.Select));
        }

        return rows;
    }

    /// <summary>A page of a scan.</summary>
    /// <param name="table">The table.</param>
    /// <param name="key">The key of the rows to find.</param>
    /// <param name="after">The last partition of the page before, or empty.</param>
    /// <param name="limit">How many partitions to look into.</param>
    /// <returns>The rows, and the last partition looked into, or <see langword="null"/> where there are no more.</returns>
    public (IReadOnlyList<PartitionRow> Rows, string? Last) Scan(string table, string key, string after, int limit)
    {
        using var found = scan.Read(table, key, after, limit);
        var rows = new List<PartitionRow>();
        string? last = null;
        while (found.Read())
        {
            last = found.GetString(3);
            if (!found.IsDBNull(0) && TryToRow(found) is { } row)
            {
                rows.Add(new PartitionRow(RowText.UnescapeKey(last), row));
            }
        }

        return (rows, last);
    }

    public void Dispose()
    {
        get.Dispose();
        query.Dispose();
        scan.Dispose();
        connection.Dispose();
    }

    // One that is damaged keeps no other from being found.
    private static Row? TryToRow(SqliteDataReader found)
    {
        try
        {
            return ToRow(found, null);
        }
        catch (DamagedRowException)
        {
            return null;
        }
    }

    private static Row ToRow(SqliteDataReader found, IReadOnlyList<string>? select)
    {
        try
        {
            return new(
                RowText.UnescapeKey(found.GetString(0)),
                RowValues.Read(sqlite3_column_blob(found.Handle, 2), select),
                ETag.ToText(found.GetInt64(1)));
        }
        catch (Exception error) when (DamagedRowException.IsMeantBy(error))
        {
            throw new DamagedRowException("A row of the database is damaged.", error);
        }
    }
}
