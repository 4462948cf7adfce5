using System.Globalization;
using DigitalTwin.Storage;

namespace DigitalTwin.Activities;

/// <summary>The end of a chain: how many entries it has, and the hash of the last one.</summary>
/// <param name="Day">The day.</param>
/// <param name="Chain">The chain.</param>
/// <param name="Number">The number of its last entry.</param>
/// <param name="Hash">That entry's hash.</param>
/// <param name="ETag">The head's version, or <see langword="null"/> where it is not there yet.</param>
internal sealed record ActivityHead(string Day, string Chain, long Number, string Hash, string? ETag)
{
    /// <summary>What a head's key begins with; it sorts after the entries.</summary>
    public const string Prefix = "chain-";

    /// <summary>Writes it over the one that this process wrote last.</summary>
    public RowWrite ToWrite()
    {
        var values = new Dictionary<string, string> { ["number"] = Number.ToString(CultureInfo.InvariantCulture), ["hash"] = Hash };
        return ETag is null ? RowWrite.Insert(Prefix + Chain, values) : RowWrite.Replace(Prefix + Chain, values, ETag);
    }

    /// <summary>Reads it.</summary>
    public static ActivityHead FromRow(string day, Row row) => new(
        day,
        row.Key[Prefix.Length..],
        long.TryParse(row["number"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0,
        row["hash"] ?? "",
        row.ETag);
}

/// <summary>Reads the activity log, seals its days and checks them.</summary>
internal sealed class ActivityStore(IRowStore rows, TimeProvider time)
{
    public const string Table = "activity";

    private const string Seal = "seal";
    private const string Hash = "hash";
    private const int MostDays = 400;
    private const string FirstDay = "20000101";

    /// <summary>The day (UTC) of a time, as partitions are named.</summary>
    public static string DayOf(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>Entries, newest first.</summary>
    /// <param name="from">The first day.</param>
    /// <param name="before">The id of the entry before which the page begins, or <see langword="null"/>.</param>
    /// <param name="isWanted">Which entries.</param>
    /// <param name="limit">Most entries.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ActivityPage> ReadAsync(
        DateTimeOffset from, string? before, Func<ActivityEntry, bool> isWanted, int limit, CancellationToken cancellationToken)
    {
        var found = new List<ActivityEntry>();
        var (day, after) = before is null ? (time.GetUtcNow().UtcDateTime.Date, (string?)null) : (DateOf(before[..8]), before[9..]);
        for (var i = 0; i < MostDays && day >= from.UtcDateTime.Date; i++, day = day.AddDays(-1), after = null)
        {
            var name = DayOf(new DateTimeOffset(day, TimeSpan.Zero));
            await foreach (var entry in EntriesAsync(name, after, cancellationToken))
            {
                if (isWanted(entry))
                {
                    found.Add(entry);
                }

                if (found.Count == limit)
                {
                    return new ActivityPage(found, entry.Id);
                }
            }
        }

        return new ActivityPage(found, null);
    }

    /// <summary>An entry, or <see langword="null"/>.</summary>
    public async Task<ActivityEntry?> FindAsync(string id, CancellationToken cancellationToken)
        => await rows.GetAsync(Table, id[..8], id[9..], cancellationToken) is { } row ? ActivityEntry.FromRow(id[..8], row) : null;

    /// <summary>Whether a text has the form of an entry's id.</summary>
    public static bool IsId(string text)
        => text.Length is > 28 and < 80 && text[8] == '-' && text.All(c => char.IsAsciiHexDigitLower(c) || c == '-')
            && string.CompareOrdinal(text, FirstDay) >= 0
            && DateTime.TryParseExact(text[..8], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    /// <summary>Checks a day: every hash, every link, no end missing, and the seal where the day has one.</summary>
    public async Task<ActivityVerification> VerifyAsync(string day, CancellationToken cancellationToken)
    {
        var entries = await EntriesAsync(day, null, cancellationToken).ToListAsync(cancellationToken);
        var heads = await HeadsAsync(day, cancellationToken);
        var problems = entries.Where(entry => !entry.IsWhole).Select(entry => $"The entry {entry.Id} was changed.").ToList();
        foreach (var chain in entries.GroupBy(entry => entry.Chain))
        {
            problems.AddRange(Broken([.. chain.OrderBy(entry => entry.Number)], heads.FirstOrDefault(each => each.Chain == chain.Key)));
        }

        problems.AddRange(heads.Where(each => entries.All(entry => entry.Chain != each.Chain))
            .Select(each => $"All entries of the chain {each.Chain} are missing."));
        var seal = (await rows.GetAsync(Table, day, Seal, cancellationToken))?[Hash];
        if (seal is not null && seal != HashOf(heads))
        {
            problems.Add("The day is not as it was when it was sealed.");
        }

        return new ActivityVerification(day, entries.Count, heads.Count, seal is not null, problems.Count == 0, problems);
    }

    /// <summary>Seals the day before, once.</summary>
    public async Task SealAsync(CancellationToken cancellationToken)
    {
        var day = DayOf(time.GetUtcNow().AddDays(-1));
        if (await HeadsAsync(day, cancellationToken) is { Count: > 0 } heads)
        {
            try
            {
                var seal = RowWrite.Insert(Seal, new Dictionary<string, string> { [Hash] = HashOf(heads) });
                await rows.WriteAsync(Table, day, [seal], cancellationToken);
            }
            catch (RowConflictException)
            {
                // It was sealed before.
            }
        }
    }

    /// <summary>Deletes the days that are older than that, as far back as a month of missed sweeps.</summary>
    public async Task EraseOldAsync(TimeSpan age, CancellationToken cancellationToken)
    {
        const int Missed = 31;
        for (var i = 1; i <= Missed; i++)
        {
            // Most days are gone already, and to look is cheaper than to erase.
            var day = DayOf(time.GetUtcNow() - age - TimeSpan.FromDays(i));
            if ((await HeadsAsync(day, cancellationToken)).Count > 0)
            {
                await rows.DeletePartitionAsync(Table, day, cancellationToken);
            }
        }
    }

    private static IEnumerable<string> Broken(IReadOnlyList<ActivityEntry> chain, ActivityHead? head)
    {
        var previous = "";
        foreach (var (index, entry) in chain.Index())
        {
            if (entry.Number != index + 1 || entry.Previous != previous)
            {
                yield return $"Before the entry {entry.Id}, something is missing or was added.";
            }

            previous = entry.Hash;
        }

        if (head is null || head.Number != chain.Count || head.Hash != previous)
        {
            yield return $"The end of the chain {chain[0].Chain} is missing, or was added.";
        }
    }

    private async IAsyncEnumerable<ActivityEntry> EntriesAsync(
        string day, string? after, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var last = after; ;)
        {
            var page = await rows.QueryAsync(
                Table, day, new RowRange("0", ":", RowLimits.QueryRows, After: last), cancellationToken);
            foreach (var row in page)
            {
                yield return ActivityEntry.FromRow(day, row);
            }

            if (page.Count < RowLimits.QueryRows)
            {
                yield break;
            }

            last = page[^1].Key;
        }
    }

    private async Task<IReadOnlyList<ActivityHead>> HeadsAsync(string day, CancellationToken cancellationToken)
    {
        var range = RowRange.Prefix(ActivityHead.Prefix, RowLimits.QueryRows);
        return [.. (await rows.QueryAsync(Table, day, range, cancellationToken)).Select(row => ActivityHead.FromRow(day, row))];
    }

    private static string HashOf(IReadOnlyList<ActivityHead> heads)
        => ActivityEntry.HashOf(string.Join('\n', heads.Select(head => $"{head.Chain}:{head.Number}:{head.Hash}")));

    private static DateTime DateOf(string day) => DateTime.ParseExact(day, "yyyyMMdd", CultureInfo.InvariantCulture);
}
