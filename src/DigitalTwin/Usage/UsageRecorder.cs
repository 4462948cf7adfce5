using DigitalTwin.Storage;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Usage;

/// <summary>Gathers what calls used, and writes it down a few seconds later, many calls in one batch.</summary>
internal sealed partial class UsageRecorder(LedgerStore store, TimeProvider time, ILogger<UsageRecorder> logger) : IDisposable
{
    private static readonly TimeSpan FlushAfter = TimeSpan.FromSeconds(5);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim flushing = new(1, 1);
    private readonly Dictionary<(DateOnly, string, string), UsageRow> pending = [];
    private bool flushIsDue;

    /// <summary>Adds what a call used.</summary>
    public void Add(UsageRow row)
    {
        lock (gate)
        {
            var key = (row.Day, row.Model, row.Origin);
            pending[key] = pending.TryGetValue(key, out var before) ? before.Plus(row) : row;
            if (flushIsDue)
            {
                return;
            }

            flushIsDue = true;
        }

        _ = FlushLaterAsync();
    }

    /// <summary>Writes down what was gathered; what cannot be written now stays.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        await flushing.WaitAsync(cancellationToken);
        try
        {
            var left = new Queue<IGrouping<DateOnly, UsageRow>>(Take().GroupBy(row => row.Day));
            try
            {
                while (left.TryPeek(out var day))
                {
                    await store.RecordAsync(day.Key, [.. day], cancellationToken);
                    left.Dequeue();
                }
            }
            finally
            {
                left.SelectMany(day => day).ToList().ForEach(Add);
            }
        }
        finally
        {
            flushing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => flushing.Dispose();

    private List<UsageRow> Take()
    {
        lock (gate)
        {
            List<UsageRow> taken = [.. pending.Values];
            pending.Clear();
            return taken;
        }
    }

    private async Task FlushLaterAsync()
    {
        try
        {
            await Task.Delay(FlushAfter, time);
            lock (gate)
            {
                flushIsDue = false;
            }

            await FlushAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or RowConflictException or ObjectDisposedException)
        {
            LogNotWritten(logger, error.Message);
        }
    }

    [LoggerMessage(EventId = 3103, Level = LogLevel.Warning, Message = "What models were used for could not be written down yet: {Reason}")]
    private static partial void LogNotWritten(ILogger logger, string reason);
}
