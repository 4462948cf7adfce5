using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace DigitalTwin.LocalHost.Storage.Rows;

/// <summary>Connections that read: one for each caller at this moment, a few of which are kept for the next ones.</summary>
internal sealed class RowReaders(TwinDatabase database) : IDisposable
{
    // Each has a page cache of up to 2 MB.
    private static readonly int MostIdle = Math.Min(Environment.ProcessorCount, 4);

    private readonly ConcurrentBag<RowReader> idle = [];
    private volatile bool isDisposed;

    /// <summary>Reads. Done on the caller's thread: what was used lately is in memory.</summary>
    /// <exception cref="IOException">The database failed.</exception>
    public T Read<T>(Func<RowReader, T> read)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        try
        {
            var reader = idle.TryTake(out var kept) ? kept : new RowReader(database.ConnectReader());
            try
            {
                return read(reader);
            }
            finally
            {
                Return(reader);
            }
        }
        catch (SqliteException error)
        {
            throw DatabaseFaults.ToFault(error);
        }
    }

    public void Dispose()
    {
        isDisposed = true;
        while (idle.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private void Return(RowReader reader)
    {
        if (isDisposed || idle.Count >= MostIdle)
        {
            reader.Dispose();
        }
        else
        {
            idle.Add(reader);
        }
    }
}
