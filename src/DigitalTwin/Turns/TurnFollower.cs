using DigitalTwin.Conversations;
using DigitalTwin.Turns.Journal;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Turns;

/// <summary>Keeps a watched turn up to date while other processes work on it. A look costs one point read as long as nothing happens.</summary>
internal sealed partial class TurnFollower(
    JournalStore journals, TurnRegistry registry, ITurnEngine engine, TimeProvider time, ILogger<TurnFollower> logger)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>Looks again and again until it is stopped or the turn is over.</summary>
    /// <param name="id">The turn.</param>
    /// <param name="stream">Where it is shown.</param>
    /// <param name="work">The work of this process, which needs no looking at.</param>
    /// <param name="tellAsync">Tells the turn as far as it is known; false where there is none.</param>
    /// <param name="stop">Ends it.</param>
    public async Task FollowAsync(TurnId id, TurnStream stream, Task work, Func<CancellationToken, Task<bool>> tellAsync, CancellationToken stop)
    {
        try
        {
            await work.WaitAsync(stop);
            var (pause, known, since) = (Shortest, "", time.GetTimestamp());
            while (!stream.IsOver)
            {
                await Task.Delay(pause, time, stop);
                var found = await journals.FindAsync(id, stop);
                if (found?.ETag == known)
                {
                    pause = pause * 1.5 < Longest ? pause * 1.5 : Longest;
                    since = await TakeUpAsync(id, found.Value.Header, since);
                    continue;
                }

                (pause, known, since) = (Shortest, found?.ETag ?? "", time.GetTimestamp());
                if (!await tellAsync(stop) && found is null)
                {
                    stream.Close();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody watches any more.
        }
        catch (Exception error)
        {
            // Whoever watches comes again with the last event they have.
            LogFailed(logger, id.ToString(), error);
            stream.Close();
        }
    }

    // A turn that should go on and does not was cut off: somebody waits for it here, so it is not left to the next sweep.
    private async Task<long> TakeUpAsync(TurnId id, JournalHeader header, long since)
    {
        if (header.Wait is not null || !registry.MayTakeUp(header, journals) || time.GetElapsedTime(since) < journals.LeaseTime)
        {
            return since;
        }

        await engine.WakeAsync(id);
        return time.GetTimestamp();
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Warning, Message = "Turn {TurnId} cannot be followed")]
    private static partial void LogFailed(ILogger logger, string turnId, Exception error);
}
