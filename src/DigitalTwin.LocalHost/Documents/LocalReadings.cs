using System.Collections.Concurrent;
using DigitalTwin.Documents.Reading;

namespace DigitalTwin.LocalHost.Documents;

/// <summary>Reads documents in this process, one after the other: what is being uploaded leaves room for visitors.</summary>
internal sealed partial class LocalReadings(
    IServiceProvider services, IHostApplicationLifetime host, TimeProvider time, ILogger<LocalReadings> logger)
    : BackgroundService, IReadingScheduler
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim one = new(1, 1);

    /// <inheritdoc/>
    public Task BeginAsync(string id)
    {
        running.GetOrAdd(id, _ => Task.Run(() => ReadAsync(id, host.ApplicationStopping), CancellationToken.None));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        one.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What a crash cut off is taken up at once: no other process can be at work on it.
        for (var isStart = true; !stoppingToken.IsCancellationRequested; isStart = false)
        {
            try
            {
                await services.GetRequiredService<ReadingSweep>().RunAsync(isStart, stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogFailed(logger, "sweep", error);
            }

            await Task.Delay(SweepInterval, time, stoppingToken);
        }
    }

    private async Task ReadAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await one.WaitAsync(cancellationToken);
            try
            {
                while (await TryNextAsync(id, cancellationToken))
                {
                }
            }
            finally
            {
                one.Release();
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops: the next one goes on.
        }
        finally
        {
            running.TryRemove(id, out _);
        }
    }

    private async Task<bool> TryNextAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await services.GetRequiredService<ReadingSteps>().NextAsync(id, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // Storage, or a model, that is away for a moment: each attempt is counted, and there are few.
            LogFailed(logger, id, error);
            await Task.Delay(Pause, time, cancellationToken);
            return true;
        }
    }

    [LoggerMessage(EventId = 8010, Level = LogLevel.Error, Message = "Reading a document failed: {Document}")]
    private static partial void LogFailed(ILogger logger, string document, Exception error);
}
