using System.Collections.Concurrent;
using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Turns;

/// <summary>A turn that is being worked on in this process.</summary>
internal sealed class RunningTurn(TurnId id) : IDisposable
{
    private readonly CancellationTokenSource cancellation = new();

    public TurnId Id { get; } = id;

    public TurnStream Stream { get; } = new();

    public CancellationToken Cancellation => cancellation.Token;

    /// <summary>Ends with the turn; never fails.</summary>
    public Task Work { get; set; } = Task.CompletedTask;

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

    public void Dispose() => cancellation.Dispose();
}

/// <summary>
/// The turns of this process. They belong to no request: a visitor who goes away loses nothing, and a stopping
/// host finishes what it has begun.
/// </summary>
internal sealed partial class TurnRegistry(ILogger<TurnRegistry> logger) : IHostedService
{
    private readonly ConcurrentDictionary<TurnId, RunningTurn> running = new();
    private volatile bool isStopping;

    public int Count => running.Count;

    public RunningTurn? Find(TurnId id) => running.GetValueOrDefault(id);

    /// <summary>Begins a turn, or gives the one that is already running under this id.</summary>
    /// <exception cref="ProblemException">The host is stopping.</exception>
    public RunningTurn StartOrJoin(TurnId id, Func<RunningTurn, Task> work)
    {
        if (isStopping)
        {
            throw new ProblemException(Problems.ShuttingDown);
        }

        var mine = new RunningTurn(id);
        var turn = running.GetOrAdd(id, mine);
        if (turn != mine)
        {
            mine.Dispose();
            return turn;
        }

        // The request's own context (its activity, its culture) goes along; its cancellation does not.
        turn.Work = Task.Run(() => RunAsync(turn, work), CancellationToken.None);
        return turn;
    }

    /// <summary>Cancels every turn of a session and waits until they have ended.</summary>
    public async Task CancelSessionAsync(string sessionId)
    {
        var turns = running.Values.Where(turn => turn.Id.SessionId == sessionId).ToList();
        turns.ForEach(turn => turn.Cancel());
        await Task.WhenAll(turns.Select(turn => turn.Work));
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        isStopping = true;
        var turns = running.Values.ToList();
        if (turns.Count == 0)
        {
            return;
        }

        LogFinishing(logger, turns.Count);
        var finished = Task.WhenAll(turns.Select(turn => turn.Work));
        try
        {
            await finished.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            LogCancelling(logger, running.Count);
            turns.ForEach(turn => turn.Cancel());
            await finished;
        }
    }

    private async Task RunAsync(RunningTurn turn, Func<RunningTurn, Task> work)
    {
        try
        {
            await work(turn);
        }
        finally
        {
            running.TryRemove(turn.Id, out _);
            turn.Dispose();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Finishing {Count} running turns before the host stops")]
    private static partial void LogFinishing(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "No time left: cancelling {Count} turns")]
    private static partial void LogCancelling(ILogger logger, int count);
}
