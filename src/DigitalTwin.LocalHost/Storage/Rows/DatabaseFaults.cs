using DigitalTwin.Storage;
using Microsoft.Data.Sqlite;

namespace DigitalTwin.LocalHost.Storage.Rows;

/// <summary>Tells what the database's errors mean to the product.</summary>
/// <remarks>Source of the codes: https://sqlite.org/rescode.html</remarks>
internal static class DatabaseFaults
{
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static bool IsDamage(SqliteException error) => error.SqliteErrorCode is Corrupt or NotADatabase;

    public static bool IsFull(SqliteException error) => error.SqliteErrorCode == Full;

    public static IOException ToFault(Exception error) => error switch
    {
        SqliteException full when IsFull(full) => new StorageFullException("The disk with the twin's database is full.", error),
        SqliteException damage when IsDamage(damage)
            => new StorageFaultException("The twin's database is damaged: 'storage check' lists what is wrong.", error),
        SqliteException { SqliteErrorCode: ReadOnly }
            => new StorageFaultException("The twin's data folder can only be read: check its rights, and how its disk is mounted.", error),
        SqliteException { SqliteErrorCode: Busy }
            => new StorageFaultException("Another program holds the twin's database: end it.", error),
        SqliteException { SqliteErrorCode: CannotOpen }
            => new StorageFaultException("The twin's database cannot be opened: is the data folder still there?", error),
        SqliteException { SqliteErrorCode: InputOutput }
            => new StorageFaultException("The disk of the twin's database fails: look into the system's log.", error),
        _ => new IOException("The twin's database failed.", error),
    };
}
