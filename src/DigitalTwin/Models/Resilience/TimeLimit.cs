namespace DigitalTwin.Models.Resilience;

/// <summary>A time limit that can be restarted, and that is told apart from the caller's own cancellation.</summary>
internal sealed class TimeLimit : IDisposable
{
    private readonly TimeSpan limit;
    private readonly CancellationToken callers;
    private readonly CancellationTokenSource timer;
    private readonly CancellationTokenSource linked;

    public TimeLimit(TimeSpan limit, TimeProvider time, CancellationToken cancellationToken)
    {
        (this.limit, callers) = (limit, cancellationToken);
        timer = new CancellationTokenSource(limit, time);
        linked = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
    }

    /// <summary>Cancelled by the caller or by the limit.</summary>
    public CancellationToken Token => linked.Token;

    /// <summary>Restarts the limit.</summary>
    public void Restart() => timer.CancelAfter(limit);

    /// <summary>Whether the limit, and not the caller, has ended the work.</summary>
    public bool HasRunOut => timer.IsCancellationRequested && !callers.IsCancellationRequested;

    /// <summary>What is thrown then.</summary>
    public ModelException ToException(Exception inner)
        => new(ModelFailure.Timeout, $"The model sent nothing for {limit.TotalSeconds:0.#} s.", inner: inner);

    /// <exception cref="ModelException">The time limit ended the work.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception error) when (HasRunOut)
        {
            throw ToException(error);
        }
    }

    public void Dispose()
    {
        linked.Dispose();
        timer.Dispose();
    }
}
