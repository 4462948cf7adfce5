using System.Globalization;
using System.Security.Cryptography;
using DigitalTwin.Storage;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Activities;

/// <summary>
/// The append-only log of acts. An act is written down before it is done, and once more after it: wherever a process is killed, there is no
/// act without its record. Each process writes a chain of its own for each day, in which every entry has the hash of the one
/// before.
/// </summary>
/// <remarks>
/// The chain's head stands beside its entries and is written with them in one batch, so that a missing end shows, too; at night all
/// heads of a day are sealed into one hash (<see cref="ActivityStore"/>).
/// </remarks>
internal sealed partial class ActivityLog(IRowStore rows, TimeProvider time, ILogger<ActivityLog> logger) : IDisposable
{
    /// <summary>The outcome of an entry before its act.</summary>
    public const string Begun = "begun";

    /// <summary>The outcome of an act that was done.</summary>
    public const string Done = "done";

    // Keys sort newest first, those of one moment too.
    private const long HighestNumber = 99_999_999;

    private readonly SemaphoreSlim writing = new(1, 1);
    private ActivityHead? head;

    /// <summary>Does an act, written down before and after.</summary>
    /// <param name="act">What is written down before it.</param>
    /// <param name="doIt">Does it and returns how it went: <see cref="Done"/>, or a code.</param>
    /// <param name="codeOf">The code of an exception.</param>
    /// <param name="cancellationToken">Ends the wait for the first record; then nothing is done.</param>
    /// <exception cref="IOException">It could not be written down, and was not done.</exception>
    public async Task DoAsync(
        ActivityEntry act, Func<Task<string>> doIt, Func<Exception, string> codeOf, CancellationToken cancellationToken)
    {
        await AppendAsync(act with { Outcome = Begun }, cancellationToken);
        try
        {
            await EndAsync(act, await doIt());
        }
        catch (Exception error)
        {
            await EndAsync(act, codeOf(error));
            throw;
        }
    }

    /// <summary>Writes down what was done, or a note, as one entry.</summary>
    public Task NoteAsync(ActivityEntry entry, CancellationToken cancellationToken) => AppendAsync(entry, cancellationToken);

    /// <summary>An act that is not written down yet.</summary>
    public static ActivityEntry New(string who, string kind, string what) => new()
    {
        Who = who,
        Kind = kind,
        What = what,
        Act = NewId(),
        Outcome = Done,
    };

    public void Dispose() => writing.Dispose();

    // It was done: that its end cannot be written down now undoes nothing, and its beginning is there.
    private async Task EndAsync(ActivityEntry act, string outcome)
    {
        try
        {
            await AppendAsync(act with { Outcome = outcome }, CancellationToken.None);
        }
        catch (Exception error) when (error is IOException or RowConflictException)
        {
            LogNotEnded(logger, act.What, error);
        }
    }

    private async Task AppendAsync(ActivityEntry entry, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            // Stamped here: entries stand in the order of their times, and an act that spans midnight ends on the next day's chain.
            var at = time.GetUtcNow();
            var day = ActivityStore.DayOf(at);
            var known = head?.Day == day ? head : new ActivityHead(day, NewId(), 0, "", null);
            var next = entry with
            {
                At = at,
                Chain = known.Chain,
                Number = known.Number + 1,
                Previous = known.Hash,
                Turn = ActivityEntry.Reference(entry.Turn),
                Target = ActivityEntry.Reference(entry.Target),
            };
            next = next.Seal();
            var after = known with { Number = next.Number, Hash = next.Hash };
            List<RowWrite> batch = [RowWrite.Insert(KeyOf(next), next.ToValues()), after.ToWrite()];

            // Until its answer is there it is not known whether it was written: then the chain ends, and another one begins.
            head = null;
            var etags = await rows.WriteAsync(ActivityStore.Table, day, batch, cancellationToken);
            head = after with { ETag = etags[1] };
        }
        finally
        {
            writing.Release();
        }
    }

    private static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));

    private static string KeyOf(ActivityEntry entry)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{DateTime.MaxValue.Ticks - entry.At.UtcTicks:D19}-{entry.Chain}-{HighestNumber - entry.Number:D8}");

    [LoggerMessage(EventId = 7001, Level = LogLevel.Error, Message = "The end of the act {What} could not be written down")]
    private static partial void LogNotEnded(ILogger logger, string what, Exception error);
}
