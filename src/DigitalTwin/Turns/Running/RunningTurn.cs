using DigitalTwin.Conversations;
using DigitalTwin.Turns.Events;

namespace DigitalTwin.Turns.Running;

/// <summary>A turn that is being worked on in this process.</summary>
internal sealed class RunningTurn(TurnId id, TurnStream stream) : IDisposable
{
    private readonly Lock speaking = new();
    private readonly CancellationTokenSource cancellation = new();
    private readonly TaskCompletionSource<bool> begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool hasSpoken;

    public TurnId Id => id;

    public TurnStream Stream => stream;

    public CancellationToken Cancellation => cancellation.Token;

    /// <summary>
    /// Ends when the message is kept, or the turn is taken up: true where this process answers it, false where its turn was begun before,
    /// or is not there to go on with. Fails where the message could not be kept.
    /// </summary>
    public Task<bool> Begun => begun.Task;

    /// <summary>Ends when the turn is over or waits; never fails.</summary>
    public Task Work => ended.Task;

    /// <summary>
    /// Tells whether a message that comes under the same id is the same one; <see langword="null"/> where that is not known.
    /// </summary>
    public string? MessageHash { get; init; }

    /// <summary>Whether a client watches the reply being written; a later one gets it when it is there.</summary>
    public bool IsWatched { get; set; } = true;

    /// <summary>Whether another process has the turn by now.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The turn that answers this one's message together with its own, or <see langword="null"/>.</summary>
    public TurnId? JoinedBy { get; private set; }

    /// <summary>Leaves the answer to the turn of the message that came right after, unless it has begun to answer.</summary>
    public bool TryJoinInto(TurnId next)
    {
        lock (speaking)
        {
            if (hasSpoken)
            {
                return false;
            }

            JoinedBy = next;
        }

        Cancel();
        return true;
    }

    /// <summary>Begins to answer, before its first word is shown.</summary>
    /// <exception cref="OperationCanceledException">The answer was left to another turn.</exception>
    public void Speak()
    {
        lock (speaking)
        {
            hasSpoken = true;
            if (JoinedBy is not null)
            {
                throw new OperationCanceledException(Cancellation);
            }
        }
    }

    public void Cancel()
    {
        try
        {
            cancellation.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended a moment ago: there is nothing left to cancel.
        }
    }

    /// <summary>Stops the work without a trace of it.</summary>
    public void Lose()
    {
        IsLost = true;
        Cancel();
    }

    /// <summary>Says that the message is kept or the turn taken up, and whether it is this process's to answer.</summary>
    public void Begin(bool isOurs) => begun.TrySetResult(isOurs);

    /// <summary>Says that the message could not be kept.</summary>
    public void Fail(Exception error)
    {
        begun.TrySetException(error);

        // Observed: not every turn has a client that asks.
        _ = begun.Task.Exception;
    }

    public void End()
    {
        begun.TrySetResult(false);
        ended.TrySetResult();
    }

    public void Dispose() => cancellation.Dispose();
}
