using System.Collections.Concurrent;
using DigitalTwin.Conversations;
using DigitalTwin.Turns.Running;

namespace DigitalTwin.Chat;

/// <summary>
/// Makes one turn of messages that a visitor sends in a row: what is sent within a second and a half of the message before,
/// to which no word was replied yet, is answered together with it.
/// </summary>
internal sealed class MessageBursts(RunningTurns turns, TimeProvider time)
{
    /// <summary>How soon a message has to follow.</summary>
    public static readonly TimeSpan Gap = TimeSpan.FromSeconds(1.5);

    private readonly ConcurrentDictionary<string, (RunningTurn Turn, long At)> latest = new(StringComparer.Ordinal);

    /// <summary>Takes note of a turn that begins.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="hasPictures">Whether pictures came with its message: they belong to it, and so it is answered by itself.</param>
    public void Began(RunningTurn turn, bool hasPictures)
    {
        if (hasPictures)
        {
            latest.TryRemove(turn.Id.SessionId, out _);
            return;
        }

        var entry = (turn, time.GetTimestamp());
        latest[turn.Id.SessionId] = entry;
        _ = ForgetAsync(turn.Id.SessionId, entry);
    }

    /// <summary>Joins the turn before to one that is about to begin, where it is to be.</summary>
    /// <returns>Whether there was one; it is over and stored then.</returns>
    public async Task<bool> JoinAsync(TurnId next)
    {
        if (!latest.TryGetValue(next.SessionId, out var last)
            || last.Turn.Id == next
            || time.GetElapsedTime(last.At) > Gap
            || !turns.HasRoom(next.SessionId)
            || !last.Turn.Stream.IsSilent
            || !await IsKeptAsync(last.Turn)
            || !last.Turn.TryJoinInto(next))
        {
            return false;
        }

        await last.Turn.Work;
        return true;
    }

    // One whose message could not be kept has told so to who sent it.
    private static async Task<bool> IsKeptAsync(RunningTurn turn)
    {
        await ((Task)turn.Begun).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return turn.Begun.IsCompletedSuccessfully && await turn.Begun;
    }

    private async Task ForgetAsync(string sessionId, (RunningTurn Turn, long At) entry)
    {
        await entry.Turn.Work;
        latest.TryRemove(new KeyValuePair<string, (RunningTurn, long)>(sessionId, entry));
    }
}
