using DigitalTwin.Storage;
using Microsoft.Data.Sqlite;

namespace DigitalTwin.LocalHost.Storage.Rows;

/// <summary>Tells what the database's errors mean to the product.</summary>
/// <remarks>Source of the codes: https://sqlite.org/rescode.html</remarks>
internal static class DatabaseFaults
{
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int NotADatabase = 26;

    public static bool IsDamage(SqliteException error) => error.SqliteErrorCode is Corrupt or NotADatabase;

    public static bool IsFull(SqliteException error) => error.SqliteErrorCode == Full;

    public static IOException ToFault(Exception error) => error switch
    {
        SqliteException full when IsFull(full) => new StorageFullException("The disk with the twin's database is full.", error),
        SqliteException damage when IsDamage(damage)
            => new IOException("The twin's database is damaged: 'storage check' lists what is wrong.", error),
        _ => new IOException("The twin's database failed.", error),
    };
}
