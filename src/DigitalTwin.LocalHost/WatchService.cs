using DigitalTwin.Watches;

namespace DigitalTwin.LocalHost;

/// <summary>Runs the owner's watch every ten seconds while the host is up.</summary>
internal sealed partial class WatchService(OwnerWatch watch, TimeProvider time, ILogger<WatchService> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken);
            try
            {
                await watch.RunAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogFailed(logger, error);
            }
        }
    }

    [LoggerMessage(EventId = 8009, Level = LogLevel.Error, Message = "The owner's watch failed")]
    private static partial void LogFailed(ILogger logger, Exception error);
}
