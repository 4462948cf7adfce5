using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost.Storage.Rows;

/// <summary>A batch that waits for its turn to be written.</summary>
/// <param name="write">Writes it, under the new ETag it is given.</param>
/// <param name="isErasure">Whether it takes something away that must not be found on the disk any more.</param>
/// <param name="cancellationToken">Ends it while it waits; once begun, it is done.</param>
internal sealed class WriteJob(Action<RowStatements, long> write, bool isErasure, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<long> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? refusal;
    private long etag;

    /// <summary>Ends, with the new ETag, once the batch is on the disk.</summary>
    public Task<long> Done => done.Task;

    public bool IsErasure => isErasure && refusal is null;

    /// <summary>Whether the database is to be written anew after it.</summary>
    public bool Rewrites { get; init; }

    public void Run(RowStatements statements, long newETag)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            refusal = new OperationCanceledException(cancellationToken);
            return;
        }

        (refusal, etag) = (null, newETag);
        statements.Save();
        try
        {
            write(statements, newETag);
            statements.Release();
        }
        catch (RowConflictException conflict)
        {
            statements.Undo();
            refusal = conflict;
        }
    }

    public void Complete()
    {
        if (refusal is null)
        {
            done.TrySetResult(etag);
        }
        else
        {
            done.TrySetException(refusal);
        }
    }

    public void Fail(Exception fault) => done.TrySetException(fault);
}
