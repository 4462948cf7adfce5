using System.Runtime.CompilerServices;
using DigitalTwin.Hosting;

namespace DigitalTwin.Notices;

/// <summary>Notices as they come, with their words. Whoever goes on after the number that was last seen misses none.</summary>
internal sealed class NoticeFeed(NoticeLog log, NoticeWords words, TimeProvider time)
{
    private const int Page = 100;

    // What other processes add is found by looking.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <summary>Notices after a number, as they come; an empty list after a while without any, for a sign of life.</summary>
    public async IAsyncEnumerable<IReadOnlyList<Notice>> ReadAllAsync(
        long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var beat = time.GetTimestamp(); ;)
        {
            // Asked for before the reading: what is added meanwhile ends the wait at once.
            var added = log.Added;
            var page = await ReadAsync(after, Page, cancellationToken);
            if (page.Count > 0 || time.GetElapsedTime(beat) >= EventStream.HeartbeatInterval)
            {
                yield return page;
                (after, beat) = (page.Count > 0 ? page[^1].Number : after, time.GetTimestamp());
            }

            if (page.Count < Page)
            {
                await Task.WhenAny(added, Task.Delay(Look, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>A page of notices, with their words.</summary>
    public async Task<IReadOnlyList<Notice>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        var notices = new List<Notice>();
        foreach (var notice in await log.ReadAsync(after, limit, cancellationToken))
        {
            notices.Add(await words.WithTextAsync(notice, cancellationToken));
        }

        return notices;
    }

    /// <summary>The number of the newest notice.</summary>
    public Task<long> LastAsync(CancellationToken cancellationToken) => log.LastAsync(cancellationToken);
}
