using DigitalTwin.Turns.Journal;

namespace DigitalTwin.Turns;

/// <summary>Holds on to a turn while this process works on it, once it has a journal.</summary>
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
                if (journal is { IsStored: true, Header.Wait: null })
                {
                    await journal.LeaseAsync(isNewRun: false);
                }
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
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next step's own write meets the same trouble and says so.
        }
    }
}
