using DigitalTwin.Conversations;
using DigitalTwin.Hosting;
using DigitalTwin.LocalHost.Storage;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Running;

namespace DigitalTwin.LocalHost.Turns;

/// <summary>Has waiting turns go on: when their wait was ended, when its time is up, and after a start when they were cut off.</summary>
internal sealed partial class TurnWaker(
    WaitingTurns waiting,
    Waits waits,
    TurnStarter starter,
    JournalStore journals,
    CutOffTurns cutOff,
    DataFolder data,
    TimeProvider time,
    ILogger<TurnWaker> logger) : BackgroundService
{
    private const int MostTakenUpAtOnce = 8;

    /// <summary>Finds open turns before the first request comes in: a message that is sent again must find its turn.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await foreach (var header in journals.FindAllAsync(cancellationToken))
        {
            if (header.Wait is { } wait)
            {
                waiting.Add(header.Start.Id, wait);
            }
            else
            {
                waiting.AddCutOff(header.Start.Id);
            }
        }

        var journaled = waiting.CutOff().Count;
        if (journaled + waiting.Count > 0)
        {
            LogTakingUp(logger, journaled, waiting.Count);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _ = TakeUpAsync(stoppingToken);
        if (data.WasCutOff)
        {
            _ = TakeUpClaimedAsync(stoppingToken);
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            while (waiting.TakeReady() is { } id)
            {
                _ = ContinueAsync(id, stoppingToken);
            }

            while (waiting.TakeDue() is { } wait)
            {
                await ExpireAsync(wait.Id, wait.Key, stoppingToken);
            }

            await waiting.WaitAsync(stoppingToken);
        }
    }

    // Not all at once: what is new goes first.
    private Task TakeUpAsync(CancellationToken stoppingToken)
        => Parallel.ForEachAsync(
            waiting.CutOff(),
            new ParallelOptions { MaxDegreeOfParallelism = MostTakenUpAtOnce, CancellationToken = stoppingToken },
            async (id, token) => await ContinueAsync(id, token));

    // Those that a client asks for have gone on by then.
    private async Task TakeUpClaimedAsync(CancellationToken stoppingToken)
    {
        try
        {
            await cutOff.TakeUpAllAsync(stoppingToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogTakeUpFailed(logger, error);
        }
    }

    private async Task ContinueAsync(TurnId id, CancellationToken stoppingToken)
    {
        try
        {
            // Where another process holds it, or one that died did, it is looked at again when that one's lease has run out.
            while (!await starter.ContinueAsync(id))
            {
                await Task.Delay(journals.LeaseTime, time, stoppingToken);
            }

            waiting.TakenUp(id);
        }
        catch (Exception error) when (error is OperationCanceledException or ProblemException)
        {
            // The host stops; the turn is taken up at the next start.
        }
    }

    private async Task ExpireAsync(TurnId id, string key, CancellationToken stoppingToken)
    {
        try
        {
            await waits.ExpireAsync(id, key, stoppingToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogExpiryFailed(logger, id, error);
        }
    }

    [LoggerMessage(EventId = 8004, Level = LogLevel.Information, Message = "Taking up {CutOff} turns that were cut off; {Waiting} wait")]
    private static partial void LogTakingUp(ILogger logger, int cutOff, int waiting);

    [LoggerMessage(EventId = 8007, Level = LogLevel.Error, Message = "Turns that were cut off could not be looked for")]
    private static partial void LogTakeUpFailed(ILogger logger, Exception error);

    [LoggerMessage(EventId = 8005, Level = LogLevel.Error, Message = "The wait of turn {TurnId} could not be ended")]
    private static partial void LogExpiryFailed(ILogger logger, TurnId turnId, Exception error);
}
