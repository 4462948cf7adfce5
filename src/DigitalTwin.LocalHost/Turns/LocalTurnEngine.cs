using DigitalTwin.Conversations;
using DigitalTwin.Turns;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Workflow;

namespace DigitalTwin.LocalHost.Turns;

/// <summary>
/// Keeps waiting turns of one machine going. A waiting turn costs a line in a list and its journal on disk: no thread, no timer
/// of its own, nothing of its workflow in memory.
/// </summary>
/// <remarks>At start, turns that a crash or a stop cut off are taken up, and waits whose time ran out meanwhile end.</remarks>
internal sealed partial class LocalTurnEngine(IServiceProvider services, JournalStore journals, TimeProvider time, ILogger<LocalTurnEngine> logger) : BackgroundService, ITurnEngine
{
    private readonly Lock gate = new();
    private readonly HashSet<TurnId> waiting = [];
    private readonly HashSet<TurnId> cutOff = [];
    private readonly PriorityQueue<(TurnId Id, string Key), DateTimeOffset> due = new();
    private readonly SemaphoreSlim changed = new(0);
    private readonly CancellationTokenSource stopping = new();

    // The registry's runner suspends turns here: one of the two has to find the other later.
    private TurnRunner Runner => services.GetRequiredService<TurnRunner>();

    private TurnRegistry Registry => services.GetRequiredService<TurnRegistry>();

    /// <summary>How many turns wait.</summary>
    public int WaitingCount
    {
        get
        {
            lock (gate)
            {
                return waiting.Count;
            }
        }
    }

    public bool IsShared => false;

    public Task SuspendedAsync(TurnId id, TurnWait wait)
    {
        lock (gate)
        {
            waiting.Add(id);
            due.Enqueue((id, wait.Key), wait.Due);
        }

        changed.Release();
        return Task.CompletedTask;
    }

    public ValueTask<bool> HoldsAsync(TurnId id, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            return ValueTask.FromResult(waiting.Contains(id) || cutOff.Contains(id));
        }
    }

    public async Task WakeAsync(TurnId id)
    {
        // The run that suspended it may be at its last lines still.
        if (Registry.Find(id) is { } last)
        {
            await last.Work;
        }

        lock (gate)
        {
            waiting.Remove(id);
        }

        Registry.Resume(id, ResumeAsync);
    }

    public Task CancelAsync(TurnId id) => WakeAsync(id);

    public Task ForgetAsync(TurnId id)
    {
        lock (gate)
        {
            waiting.Remove(id);
            cutOff.Remove(id);
        }

        return Task.CompletedTask;
    }

    public async Task StartAsync(TurnStart start)
    {
        if (await journals.LoadAsync(start.Id, CancellationToken.None) is { } existing)
        {
            existing.Dispose();
            return;
        }

        using var journal = journals.Begin(start);
        try
        {
            await journal.LeaseAsync(isNewRun: false);
        }
        catch (TurnLostException)
        {
            return;
        }

        // Up to its first wait: whoever hears of it can answer it at once.
        await Registry.Resume(start.Id, ResumeAsync).Work;
    }

    /// <summary>Finds what is to be taken up before the first request comes in: a message that is sent again must find its turn.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await foreach (var header in journals.FindAllAsync(cancellationToken))
        {
            if (header.Wait is { } wait)
            {
                await SuspendedAsync(header.Start.Id, wait);
            }
            else
            {
                cutOff.Add(header.Start.Id);
            }
        }

        if (cutOff.Count + WaitingCount > 0)
        {
            LogTakingUp(logger, cutOff.Count, WaitingCount);
        }

        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        base.Dispose();
        changed.Dispose();
        stopping.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await TakeUpAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = await EndDueAsync(stoppingToken);
            try
            {
                await changed.WaitAsync(stoppingToken).WaitAsync(next, time, stoppingToken);
            }
            catch (TimeoutException)
            {
                // Something is due.
            }
        }
    }

    private async Task TakeUpAsync(CancellationToken stoppingToken)
    {
        List<TurnId> turns;
        lock (gate)
        {
            turns = [.. cutOff];
        }

        await Parallel.ForEachAsync(turns, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = stoppingToken }, async (id, _) =>
            await Registry.Resume(id, ResumeAsync).Work);
    }

    /// <summary>Ends what is due and says how long nothing else will be.</summary>
    private async Task<TimeSpan> EndDueAsync(CancellationToken stoppingToken)
    {
        while (TakeDue() is { } next)
        {
            try
            {
                await services.GetRequiredService<TurnSignals>().ExpireAsync(next.Id, next.Key, stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogExpiryFailed(logger, next.Id.ToString(), error);
            }
        }

        lock (gate)
        {
            var wait = due.TryPeek(out _, out var at) ? at - time.GetUtcNow() : Longest;
            return wait < TimeSpan.Zero ? TimeSpan.Zero : wait < Longest ? wait : Longest;
        }
    }

    private (TurnId Id, string Key)? TakeDue()
    {
        lock (gate)
        {
            return due.TryPeek(out var next, out var at) && at <= time.GetUtcNow() ? due.Dequeue() : null;
        }
    }

    private async Task ResumeAsync(RunningTurn turn)
    {
        if (!await Runner.ResumeAsync(turn))
        {
            // Another process holds it, or one that died did: it is looked at again when that one's lease has run out.
            _ = RetryAsync(turn.Id);
            return;
        }

        lock (gate)
        {
            cutOff.Remove(turn.Id);
        }
    }

    private async Task RetryAsync(TurnId id)
    {
        try
        {
            await Task.Delay(journals.LeaseTime, time, stopping.Token);
            await WakeAsync(id);
        }
        catch (Exception error) when (error is OperationCanceledException or Hosting.ProblemException)
        {
            // The host stops; the turn is taken up at the next start.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await base.StopAsync(cancellationToken);
    }

    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    [LoggerMessage(EventId = 8004, Level = LogLevel.Information, Message = "Taking up {CutOff} turns that were cut off; {Waiting} wait")]
    private static partial void LogTakingUp(ILogger logger, int cutOff, int waiting);

    [LoggerMessage(EventId = 8005, Level = LogLevel.Error, Message = "The wait of turn {TurnId} could not be ended")]
    private static partial void LogExpiryFailed(ILogger logger, string turnId, Exception error);
}
