using System.Net;
using DigitalTwin.Hosting;
using DigitalTwin.Rates;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Access.Gate;

/// <summary>
/// Slows down who tries keys: after some wrong ones, an address has to wait before each further attempt, twice as long each time. One line
/// a minute says that it happens, without what was tried.
/// </summary>
internal sealed partial class WrongKeys(TimeProvider time, ILogger<WrongKeys> logger)
{
    private static readonly GrowingPause Pause = new(Free: 20, MostDoublings: 6);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly BoundedMap<Tries> tries = new(WindowCounter.MostKeys);
    private long saidAt;
    private int unsaid;

    /// <summary>Refuses an attempt that comes too early.</summary>
    /// <exception cref="ProblemException">The address has to wait.</exception>
    public void CheckMayTry(IPAddress? address)
    {
        lock (gate)
        {
            if (tries.Find(ClientAddress.KeyOf(address)) is { } known && PauseAfter(known) is { } left && left > TimeSpan.Zero)
            {
                throw new ProblemException(Problems.TooManyAttempts) { RetryAfter = left };
            }
        }
    }

    /// <summary>Notes a wrong key, ticket or API key.</summary>
    public void Failed(IPAddress? address)
    {
        int? count = null;
        lock (gate)
        {
            ref var known = ref tries.Of(ClientAddress.KeyOf(address));
            known.Count = known.Count > 0 && time.GetElapsedTime(known.At) >= Memory ? 1 : known.Count + 1;
            known.At = time.GetTimestamp();
            unsaid++;
            if (saidAt == 0 || time.GetElapsedTime(saidAt) >= BetweenLines)
            {
                (saidAt, count, unsaid) = (time.GetTimestamp(), unsaid, 0);
            }
        }

        if (count is { } said)
        {
            LogWrong(logger, said, ClientAddress.NetworkOf(address));
        }
    }

    /// <summary>Notes a right one: the address starts anew.</summary>
    public void Succeeded(IPAddress? address)
    {
        lock (gate)
        {
            tries.Remove(ClientAddress.KeyOf(address));
        }
    }

    private TimeSpan PauseAfter(Tries known) => Pause.After(known.Count) - time.GetElapsedTime(known.At);

    [LoggerMessage(
        EventId = 1201,
        Level = LogLevel.Warning,
        Message = "{Count} wrong keys or tickets were refused since the last line like this, the latest from {Network}")]
    private static partial void LogWrong(ILogger logger, int count, string network);

    private struct Tries
    {
        public int Count;
        public long At;
    }
}
