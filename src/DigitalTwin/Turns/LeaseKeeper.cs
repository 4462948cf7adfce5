using DigitalTwin.Turns.Journal;

namespace DigitalTwin.Turns;

/// <summary>
/// Holds on to a turn while this process works on it. One whose first step takes long gets a journal by it: other processes can find it then,
/// and take it up should this one go away.
/// </summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly Task keeping;

    public LeaseKeeper(TurnJournal journal, TimeSpan leaseTime, TimeProvider time, RunningTurn turn)
        => keeping = KeepAsync(journal, leaseTime / 3, time, turn);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await keeping;
        stop.Dispose();
    }

    private async Task KeepAsync(TurnJournal journal, TimeSpan interval, TimeProvider time, RunningTurn turn)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stop.Token))
            {
                await KeepOnceAsync(journal);
            }
        }
        catch (OperationCanceledException)
        {
            // The turn ended first.
        }
        catch (TurnLostException)
        {
            turn.Lose();
        }
    }

    private static async Task KeepOnceAsync(TurnJournal journal)
    {
        try
        {
            if (journal.Header.Wait is null)
            {
                await journal.LeaseAsync(isNewRun: false);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Perhaps the next time; if not, the next step's own write meets the same trouble and says so.
        }
    }
}
