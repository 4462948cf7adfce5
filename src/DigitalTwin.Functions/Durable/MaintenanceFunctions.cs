using DigitalTwin.Conversations;
using DigitalTwin.Sessions;
using DigitalTwin.Turns.Journal;
using DigitalTwin.Turns.Running;
using DigitalTwin.Watches;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Functions.Durable;

/// <summary>What is done on a schedule, whoever calls.</summary>
internal sealed partial class MaintenanceFunctions(
    JournalStore journals,
    RunningTurns turns,
    ITurnScheduler scheduler,
    TurnInstances instances,
    RetentionSweep retention,
    OwnerWatch watch,
    DurableClientSource durable,
    TimeProvider time,
    ILogger<MaintenanceFunctions> logger)
{
    // Long enough to look into an instance that went wrong.
    private static readonly TimeSpan InstanceLifetime = TimeSpan.FromDays(7);

    /// <summary>Takes up turns whose process went away, and waits whose orchestration was never begun, every five minutes.</summary>
    [Function(nameof(TakeUpTurns))]
    public async Task TakeUpTurns(
        [TimerTrigger("0 */5 * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        durable.Use(client);
        await foreach (var header in journals.FindAllAsync(cancellationToken))
        {
            try
            {
                await TakeUpAsync(header, cancellationToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // One that cannot be taken up does not keep the others from it.
                LogNotTakenUp(logger, header.Start.Id, error);
            }
        }
    }

    /// <summary>
    /// Erases conversations whose time is over and what the engine remembers of turns that ended, every night at three (UTC).
    /// </summary>
    [Function(nameof(Retention))]
    public async Task Retention(
        [TimerTrigger("0 0 3 * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        durable.Use(client);
        try
        {
            await retention.RunAsync(cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogSweepFailed(logger, error);
        }

        var purged = await instances.PurgeAsync(time.GetUtcNow() - InstanceLifetime, cancellationToken);
        LogPurged(logger, purged);
    }

    /// <summary>Tells the owner what they have to know of, and sends what is due, every minute.</summary>
    [Function(nameof(Watch))]
    public async Task Watch(
        [TimerTrigger("0 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        // A conversation that is handed back goes on in the engine.
        durable.Use(client);
        await watch.RunAsync(cancellationToken);
    }

    private async Task TakeUpAsync(JournalHeader header, CancellationToken cancellationToken)
    {
        if (header.Wait is not null)
        {
            await instances.EnsureAsync(header.Start, cancellationToken);
        }
        else if (turns.WasCutOff(header, journals))
        {
            await scheduler.ContinueAsync(header.Start.Id);
        }
    }

    [LoggerMessage(EventId = 9002, Level = LogLevel.Error, Message = "Turn {TurnId} failed to be taken up")]
    private static partial void LogNotTakenUp(ILogger logger, TurnId turnId, Exception error);

    [LoggerMessage(EventId = 9003, Level = LogLevel.Error, Message = "The retention sweep failed")]
    private static partial void LogSweepFailed(ILogger logger, Exception error);

    [LoggerMessage(EventId = 9004, Level = LogLevel.Information, Message = "Retention: {Count} finished orchestrations purged")]
    private static partial void LogPurged(ILogger logger, int count);
}
