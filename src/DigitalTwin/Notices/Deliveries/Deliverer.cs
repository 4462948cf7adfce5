using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Notices.Deliveries;

/// <summary>
/// Sends notices to every target at least once. What does not arrive is sent again after growing gaps, and given up after three days;
/// then it lies with what is dead, from where the owner can have it sent again.
/// </summary>
internal sealed partial class Deliverer(
    NoticeLog log,
    NoticeWords words,
    DeliveryStore store,
    IEnumerable<IDeliveryTargets> targets,
    IHostApplicationLifetime host,
    TimeProvider time,
    ILogger<Deliverer> logger)
{
    private const int AtOnce = 4;
    private const int MostAPass = 16;

    // Of the specification's example, begun sooner: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-
    // webhooks.md
    private static readonly TimeSpan[] Gaps =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
        TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    private static readonly TimeSpan News = TimeSpan.FromMinutes(10);

    // Longer than a pass takes where every attempt runs into its time limit.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(100);

    private readonly Lock gate = new();
    private bool isRunning;
    private volatile bool again;

    /// <summary>Has what is due sent soon. Returns at once.</summary>
    public void Wake()
    {
        lock (gate)
        {
            again = true;
            if (!isRunning)
            {
                isRunning = true;
                _ = Task.Run(() => RunAllAsync(host.ApplicationStopping));
            }
        }
    }

    /// <summary>Sends what is due.</summary>
    /// <returns>When more is due, or <see langword="null"/> where nothing waits.</returns>
    public async Task<DateTimeOffset?> RunAsync(CancellationToken cancellationToken)
    {
        var all = new List<IDeliveryTarget>();
        foreach (var each in targets)
        {
            all.AddRange(await each.ListAsync(cancellationToken));
        }

        // Side by side: one that hangs holds up no other.
        return (await Task.WhenAll(all.Select(target => RunAsync(target, cancellationToken)))).Min();
    }

    // As long as there is news, and once more when the next attempt is due: a timer finds what this process does not come to.
    private async Task RunAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                lock (gate)
                {
                    again = false;
                }

                var next = await RunAsync(cancellationToken);
                lock (gate)
                {
                    if (!again && next is null)
                    {
                        isRunning = false;
                        return;
                    }
                }

                var wait = next is { } due ? due - time.GetUtcNow() : TimeSpan.Zero;
                await WaitAsync(wait > Gaps[1] ? Gaps[1] : wait, cancellationToken);
            }
        }
        catch (Exception error)
        {
            // At the next notice, by the timer, or in the next process it goes on.
            isRunning = false;
            if (error is not OperationCanceledException)
            {
                LogFailed(logger, error);
            }
        }
    }

    private async Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken)
    {
        for (var since = time.GetTimestamp(); !again && time.GetElapsedTime(since) < wait;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellationToken);
        }
    }

    private async Task<DateTimeOffset?> RunAsync(IDeliveryTarget target, CancellationToken cancellationToken)
    {
        var cursor = await store.CursorAsync(target.Id, FirstAsync, cancellationToken);
        if (cursor.LeasedUntil > time.GetUtcNow())
        {
            // Another process sends to it.
            return cursor.LeasedUntil;
        }

        while (await TakeUpAsync(target, cursor, cancellationToken) is { } leased)
        {
            cursor = leased;
            var (isMore, next) = await PassAsync(target, cancellationToken);
            if (!isMore)
            {
                await store.MoveAsync(target.Id, cursor, cursor with { LeasedUntil = default }, [], cancellationToken);
                return next;
            }
        }

        return time.GetUtcNow() + Gaps[0];
    }

    // A target that is new, such as a mailbox that was just set, gets what is news, and not the last month.
    private async Task<long> FirstAsync(CancellationToken cancellationToken)
    {
        var last = await log.LastAsync(cancellationToken);
        var latest = await log.ReadAsync(Math.Max(0, last - DeliveryStore.MostAtOnce), DeliveryStore.MostAtOnce, cancellationToken);
        var since = time.GetUtcNow() - News;
        return latest.Where(notice => notice.At >= since).Select(notice => notice.Number - 1).FirstOrDefault(last);
    }

    private async Task<DeliveryCursor?> TakeUpAsync(IDeliveryTarget target, DeliveryCursor cursor, CancellationToken cancellationToken)
    {
        var news = await log.ReadAsync(cursor.Through, DeliveryStore.MostAtOnce, cancellationToken);
        var now = time.GetUtcNow();
        var next = cursor with { Through = news.Count > 0 ? news[^1].Number : cursor.Through, LeasedUntil = now + Lease };
        var taken = news.Where(notice => target.Wants(notice.Type))
            .Select(notice => new Delivery(notice.Number, Delivery.Pending, 0, now, null));
        return await store.MoveAsync(target.Id, cursor, next, taken, cancellationToken);
    }

    /// <returns>Whether there is more to do now, and else when.</returns>
    private async Task<(bool IsMore, DateTimeOffset? Next)> PassAsync(IDeliveryTarget target, CancellationToken cancellationToken)
    {
        var waiting = (await store.ListAsync(target.Id, cancellationToken)).Where(each => each.State == Delivery.Pending).ToList();
        var due = waiting.Where(each => each.NextAt <= time.GetUtcNow()).Take(MostAPass).ToList();
        var atWork = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(due, atWork, async (each, token) => await SendAsync(target, each, token));
        var soonest = time.GetUtcNow() + Gaps[0];
        DateTimeOffset? next = waiting.Count == 0 ? null : waiting.Min(each => each.NextAt);
        return (due.Count == MostAPass, next < soonest ? soonest : next);
    }

    private async Task SendAsync(IDeliveryTarget target, Delivery delivery, CancellationToken cancellationToken)
    {
        var notice = await log.FindAsync(delivery.Number, cancellationToken);
        var error = notice is null ? null : await target.SendAsync(await words.WithTextAsync(notice, cancellationToken), cancellationToken);
        if (error is null)
        {
            await store.DeleteAsync(target.Id, delivery.Number, cancellationToken);
            return;
        }

        var attempts = delivery.Attempts + 1;
        var isOver = attempts > Gaps.Length;
        var gap = isOver ? TimeSpan.Zero : Gaps[attempts - 1];
        await store.WriteAsync(
            target.Id,
            delivery with
            {
                Attempts = attempts,
                Error = error,
                State = isOver ? Delivery.Dead : Delivery.Pending,
                NextAt = time.GetUtcNow() + gap,
            },
            cancellationToken);
        if (isOver)
        {
            LogDead(logger, delivery.Number, target.Id, error);
        }
    }

    [LoggerMessage(EventId = 2301, Level = LogLevel.Error, Message = "Notices could not be sent")]
    private static partial void LogFailed(ILogger logger, Exception error);

    [LoggerMessage(EventId = 2302, Level = LogLevel.Warning, Message = "Notice {Number} did not arrive at {Target}: {Reason}")]
    private static partial void LogDead(ILogger logger, long number, string target, string reason);
}
