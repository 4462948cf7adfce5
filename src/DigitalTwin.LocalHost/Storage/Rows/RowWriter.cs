using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace DigitalTwin.LocalHost.Storage.Rows;

/// <summary>
/// The one writer: a thread of its own takes what waits and commits it together, with one flush to the disk for all. Each batch has a
/// savepoint, so that one that meets a conflict does not undo its neighbours.
/// </summary>
internal sealed partial class RowWriter : IDisposable
{
    private const int MostTogether = 128;

    // An erasure waits this often for readers to be done: five seconds. It is tried on after that, too.
    private const int TruncationTries = 100;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(50);

    // After it was written anew, the database rests so many times as long as that took: who erases again and again cannot keep it busy.
    private const int RestShare = 20;

    private readonly BlockingCollection<WriteJob> waiting = [];
    private readonly List<WriteJob> rewriting = [];
    private readonly List<WriteJob> erased = [];
    private readonly RowStatements statements;
    private readonly DiskReserve reserve;
    private readonly ILogger logger;
    private readonly Thread thread;
    private long lastETag;
    private bool mustTruncate;

    // What an earlier process erased may not have been overwritten any more.
    private bool mustRewrite = true;
    private long restsUntil;
    private int tries;

    public RowWriter(TwinDatabase database, DiskReserve reserve, ILogger logger)
    {
        (this.reserve, this.logger) = (reserve, logger);
        statements = new RowStatements(database.ConnectWriter());

        // A partition that is deleted and begun anew, by this process or a later one, repeats no ETag.
        lastETag = database.Starts << 32;
        thread = new Thread(WriteAll) { IsBackground = true, Name = "twin.db writer" };
        thread.Start();
    }

    /// <summary>Hands a batch over to be written.</summary>
    /// <returns>A task that ends once the batch is on the disk.</returns>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public Task<long> WriteAsync(WriteJob job)
    {
        try
        {
            waiting.Add(job);
            return job.Done;
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(RowWriter));
        }
    }

    /// <summary>Writes what waits, and ends.</summary>
    public void Dispose()
    {
        waiting.CompleteAdding();
        thread.Join();
        statements.Dispose();
        waiting.Dispose();
    }

    private void WriteAll()
    {
        while (!waiting.IsCompleted)
        {
            var together = TakeTogether();
            if (together.Count > 0)
            {
                Write(together);
            }

            if (rewriting.Count > 0 && (!mustRewrite || Stopwatch.GetTimestamp() >= restsUntil))
            {
                Rewrite();
            }

            if (mustTruncate)
            {
                Truncate();
            }
        }

        // Closing the last connection empties the log, too.
        erased.AddRange(rewriting);
        CompleteErased();
    }

    private List<WriteJob> TakeTogether()
    {
        var together = new List<WriteJob>();
        var patience = mustTruncate || rewriting.Count > 0 ? BetweenTries : Timeout.InfiniteTimeSpan;
        while (together.Count < MostTogether && waiting.TryTake(out var job, together.Count == 0 ? patience : TimeSpan.Zero))
        {
            together.Add(job);
        }

        return together;
    }

    private void Write(List<WriteJob> together)
    {
        try
        {
            Commit(together);
        }
        catch (SqliteException error) when (DatabaseFaults.IsFull(error) && together.Exists(job => job.IsErasure) && reserve.Release())
        {
            // What the reserve is for: a visitor is forgotten on a full disk, too.
            Write(together);
            return;
        }
        catch (Exception error)
        {
            // Whatever it is: those who wait are told, and the next ones are served.
            LogFailed(logger, error);
            var fault = DatabaseFaults.ToFault(error);
            together.ForEach(job => job.Fail(fault));
            return;
        }

        foreach (var job in together)
        {
            if (job.Rewrites)
            {
                rewriting.Add(job);
            }
            else if (job.IsErasure)
            {
                (mustTruncate, mustRewrite) = (true, true);
                erased.Add(job);
            }
            else
            {
                job.Complete();
            }
        }
    }

    private void Commit(List<WriteJob> together)
    {
        statements.Begin();
        try
        {
            foreach (var job in together)
            {
                job.Run(statements, ++lastETag);
            }

            statements.Commit();
        }
        catch
        {
            statements.Rollback();
            throw;
        }
    }

    // Once for all that wait for it, and not at all where nothing was erased since the last time.
    private void Rewrite()
    {
        if (mustRewrite)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                statements.Rewrite();
                (mustRewrite, mustTruncate) = (false, true);
                LogRewritten(logger, rewriting.Count);
            }
            catch (SqliteException error)
            {
                // It is erased all the same; the next night tries again.
                LogFailed(logger, error);
            }

            var ended = Stopwatch.GetTimestamp();
            restsUntil = ended + (RestShare * (ended - started));
        }

        erased.AddRange(rewriting);
        rewriting.Clear();
        if (!mustTruncate)
        {
            CompleteErased();
        }
    }

    // The log still has what was erased, for readers that began before.
    private void Truncate()
    {
        mustTruncate = !TryTruncate();
        tries = mustTruncate ? tries + 1 : 0;
        if (tries == TruncationTries)
        {
            LogHeldUp(logger);
        }

        if (!mustTruncate || tries >= TruncationTries)
        {
            CompleteErased();
        }
    }

    private void CompleteErased()
    {
        erased.ForEach(job => job.Complete());
        erased.Clear();
    }

    private bool TryTruncate()
    {
        try
        {
            return statements.TryTruncateLog();
        }
        catch (SqliteException error)
        {
            LogFailed(logger, error);
            return false;
        }
    }

    [LoggerMessage(EventId = 8008, Level = LogLevel.Debug, Message = "The database was written anew for {Count} erasures")]
    private static partial void LogRewritten(ILogger logger, int count);

    [LoggerMessage(EventId = 8003, Level = LogLevel.Error, Message = "The database failed to write")]
    private static partial void LogFailed(ILogger logger, Exception error);

    [LoggerMessage(EventId = 8006, Level = LogLevel.Error,
        Message = "Another program reads the database: what was erased stays in its log until that program is done")]
    private static partial void LogHeldUp(ILogger logger);
}
