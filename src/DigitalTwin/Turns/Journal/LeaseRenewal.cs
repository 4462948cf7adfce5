namespace DigitalTwin.Turns.Journal;

/// <summary>
/// Holds on to a turn while this process works on it. One whose first step takes long gets a journal by it: other processes can find it
/// then, show what was said so far, and take it up should this one go away.
/// </summary>
internal sealed class LeaseRenewal : IAsyncDisposable
{
    // What another process shows lags behind by this much; a stream that is over before the first write costs none.
    private static readonly TimeSpan SaidInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FirstSaid = TimeSpan.FromSeconds(2);

    private readonly PeriodicTimer timer;
    private readonly Task keeping;

    /// <param name="journal">The turn.</param>
    /// <param name="leaseTime">How long the turn is held without a sign of life.</param>
    /// <param name="isShared">Whether other processes may show the turn.</param>
    /// <param name="time">The clock.</param>
    /// <param name="lose">Called once where another process has the turn.</param>
    public LeaseRenewal(TurnJournal journal, TimeSpan leaseTime, bool isShared, TimeProvider time, Action lose)
    {
        var interval = leaseTime / 3;
        timer = new PeriodicTimer(isShared && SaidInterval < interval ? SaidInterval : interval, time);
        keeping = KeepAsync(journal, interval, isShared, time, lose);
    }

    public async ValueTask DisposeAsync()
    {
        // Ends the waiting for the next tick; a token would end it with an exception, once a turn.
        timer.Dispose();
        await keeping;
    }

    private async Task KeepAsync(TurnJournal journal, TimeSpan leaseInterval, bool isShared, TimeProvider time, Action lose)
    {
        var (started, written) = (time.GetTimestamp(), time.GetTimestamp());
        try
        {
            while (await timer.WaitForNextTickAsync())
            {
                var isDue = !isShared || time.GetElapsedTime(written) >= leaseInterval;
                if ((isDue || time.GetElapsedTime(started) >= FirstSaid) && await KeepOnceAsync(journal, isDue))
                {
                    written = time.GetTimestamp();
                }
            }
        }
        catch (TurnLostException)
        {
            lose();
        }
    }

    private static async Task<bool> KeepOnceAsync(TurnJournal journal, bool isDue)
    {
        try
        {
            return journal.Header.Wait is null && await journal.KeepAsync(isDue);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Best effort: the next step's own write meets the same trouble and reports it.
            return false;
        }
    }
}
