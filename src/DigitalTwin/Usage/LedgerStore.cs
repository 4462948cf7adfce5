using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Storage;

namespace DigitalTwin.Usage;

/// <summary>What is leased and spent in a time, in millionths of the currency.</summary>
/// <param name="Leased">What processes have leased and not returned: spent, reserved, or lost in a crash.</param>
/// <param name="Spent">What calls have cost.</param>
internal readonly record struct LedgerSum(long Leased, long Spent);

/// <summary>
/// The ledger's rows: a partition for each month, in it a sum of the month, one of each day, and what was used by day, model and origin.
/// Every change is one batch under the sums' ETags, so that no two processes lease the same money.
/// </summary>
internal sealed class LedgerStore(IRowStore rows)
{
    private const string Table = "ledger";
    private const string MonthKey = "m";
    private const string DayPrefix = "d-";
    private const string UsagePrefix = "u-";
    private const int MaxAttempts = 50;

    // A batch has 100 rows, two of them sums.
    private const int MostRows = 90;

    /// <summary>Leases money of a day, never over the caps.</summary>
    /// <param name="day">The day.</param>
    /// <param name="wanted">How much is wanted.</param>
    /// <param name="least">What is of use at least.</param>
    /// <param name="monthCap">Most of the month.</param>
    /// <param name="dayCap">Most of the day.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <returns>What was leased: from <paramref name="least"/> to <paramref name="wanted"/>, or 0, and which cap was in the way.</returns>
    public async Task<(long Leased, BudgetLimit Limit)> LeaseAsync(
        DateOnly day, long wanted, long least, long monthCap, long dayCap, CancellationToken cancellationToken)
    {
        var (got, limit) = (0L, BudgetLimit.Month);
        await ChangeAsync(
            day,
            (month, today) =>
            {
                var (ofMonth, ofDay) = (monthCap - month.Leased, dayCap - today.Leased);
                limit = ofMonth < ofDay ? BudgetLimit.Month : BudgetLimit.Day;
                got = Math.Min(wanted, Math.Min(ofMonth, ofDay));
                if (got < least)
                {
                    got = 0;
                    return null;
                }

                return (month with { Leased = month.Leased + got }, today with { Leased = today.Leased + got }, []);
            },
            [],
            cancellationToken);
        return (got, limit);
    }

    /// <summary>Gives leased money back; a negative amount is what was spent beyond what was leased, which is never refused.</summary>
    public Task ReturnAsync(DateOnly day, long amount, CancellationToken cancellationToken)
        => ChangeAsync(
            day,
            (month, today) => (month with { Leased = month.Leased - amount }, today with { Leased = today.Leased - amount }, []),
            [],
            cancellationToken);

    /// <summary>Adds what was used in a day.</summary>
    public async Task RecordAsync(DateOnly day, IReadOnlyList<UsageRow> used, CancellationToken cancellationToken)
    {
        foreach (var some in used.Chunk(MostRows))
        {
            await ChangeAsync(
                day,
                (month, today) =>
                {
                    var cost = some.Sum(row => row.Cost);
                    return (month with { Spent = month.Spent + cost }, today with { Spent = today.Spent + cost }, some);
                },
                some,
                cancellationToken);
        }
    }

    /// <summary>The sums of a month and of one of its days.</summary>
    public async Task<(LedgerSum Month, LedgerSum Day)> SumsAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var (month, today) = await ReadSumsAsync(day, cancellationToken);
        return (SumOf(month), SumOf(today));
    }

    /// <summary>What was used in a month, in the order of days: at most 1,000 rows a page.</summary>
    /// <param name="month">A day of the month.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<UsageRow>> UsageAsync(DateOnly month, CancellationToken cancellationToken)
    {
        var found = new List<UsageRow>();
        for (var from = UsagePrefix; ;)
        {
            var page = await rows.QueryAsync(
                Table, PartitionOf(month), new RowRange(from, "u.", RowLimits.QueryRows), cancellationToken);
            found.AddRange(page.Select(UsageRow.FromRow));
            if (page.Count < RowLimits.QueryRows)
            {
                return found;
            }

            from = page[^1].Key + "!";
        }
    }

    private async Task ChangeAsync(
        DateOnly day,
        Func<LedgerSum, LedgerSum, (LedgerSum Month, LedgerSum Day, UsageRow[] Used)?> change,
        IReadOnlyList<UsageRow> used,
        CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (month, today) = await ReadSumsAsync(day, cancellationToken);
            if (change(SumOf(month), SumOf(today)) is not { } changed)
            {
                return;
            }

            List<RowWrite> batch = [Write(MonthKey, changed.Month, month), Write(KeyOf(day), changed.Day, today)];
            foreach (var row in used)
            {
                var key = KeyOf(row);
                var before = await rows.GetAsync(Table, PartitionOf(day), key, cancellationToken);
                var values = (before is null ? row : UsageRow.FromRow(before).Plus(row)).ToValues();
                batch.Add(before is null ? RowWrite.Insert(key, values) : RowWrite.Replace(key, values, before.ETag));
            }

            try
            {
                await rows.WriteAsync(Table, PartitionOf(day), batch, cancellationToken);
                return;
            }
            catch (RowConflictException) when (attempt < MaxAttempts)
            {
                // Another process was faster: read the sums again, not all at the same moment.
                await Task.Delay(RandomNumberGenerator.GetInt32(1, 10 + attempt), cancellationToken);
            }
        }
    }

    private async Task<(Row? Month, Row? Day)> ReadSumsAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var found = await rows.QueryAsync(Table, PartitionOf(day), new RowRange(KeyOf(day), "n", 40), cancellationToken);
        return (found.FirstOrDefault(row => row.Key == MonthKey), found.FirstOrDefault(row => row.Key == KeyOf(day)));
    }

    private static RowWrite Write(string key, LedgerSum sum, Row? before)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["leased"] = sum.Leased.ToString(CultureInfo.InvariantCulture),
            ["spent"] = sum.Spent.ToString(CultureInfo.InvariantCulture),
        };
        return before is null ? RowWrite.Insert(key, values) : RowWrite.Replace(key, values, before.ETag);
    }

    private static LedgerSum SumOf(Row? row)
        => row is null ? default : new LedgerSum(
            long.Parse(row["leased"]!, CultureInfo.InvariantCulture), long.Parse(row["spent"]!, CultureInfo.InvariantCulture));

    private static string PartitionOf(DateOnly day) => day.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    private static string KeyOf(DateOnly day) => DayPrefix + day.ToString("dd", CultureInfo.InvariantCulture);

    // Hashed, because a model's name may be long and have any sign in it.
    private static string KeyOf(UsageRow row)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{row.Model}\n{row.Origin}")))[..16];
        return $"{UsagePrefix}{row.Day.ToString("dd", CultureInfo.InvariantCulture)}-{hash}";
    }
}
