using DigitalTwin.Sessions;

namespace DigitalTwin.LocalHost;

/// <summary>Runs the retention sweep once a day while the host is up.</summary>
internal sealed partial class RetentionService(RetentionSweep sweep, TimeProvider time, ILogger<RetentionService> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    // Not in the first minute, when visitors are served.
    private static readonly TimeSpan FirstRun = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var wait = FirstRun; !stoppingToken.IsCancellationRequested; wait = Interval)
        {
            await Task.Delay(wait, time, stoppingToken);
            try
            {
                await sweep.RunAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The next run tries again; one damaged file must not stop the sweep for good.
                LogFailed(logger, error);
            }
        }
    }

    [LoggerMessage(EventId = 8002, Level = LogLevel.Error, Message = "The retention sweep failed")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
