using System.Globalization;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Usage;

/// <summary>The owner's view of what is spent, and the owner's limits to it.</summary>
internal sealed class UsageEndpoints(UsageRecorder recorder, LedgerStore store, LimitsBook limits, TimeProvider time)
{
    private const decimal Highest = 1_000_000;
    private const int MostMonths = 13;

    private static readonly string[] Groups = ["day", "model", "origin"];

    /// <summary><c>GET /api/owner/usage?from=&amp;by=day,model,origin</c></summary>
    public async Task<IResult> GetAsync(HttpContext http)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var (from, by) = (FromOf(http.Request, today), ByOf(http.Request));
        await recorder.FlushAsync(http.RequestAborted);
        var used = new List<UsageRow>();
        for (var month = new DateOnly(from.Year, from.Month, 1); month <= today; month = month.AddMonths(1))
        {
            used.AddRange((await store.UsageAsync(month, http.RequestAborted)).Where(row => row.Day >= from));
        }

        var now = await limits.CurrentAsync(http.RequestAborted);
        var (sum, _) = await store.SumsAsync(today, http.RequestAborted);
        var spent = sum.Spent / Ledger.Unit;
        var view = new UsageView(
            now.Currency!,
            from,
            spent,
            (sum.Leased - sum.Spent) / Ledger.Unit,
            now,
            Math.Round(spent / today.Day * DateTime.DaysInMonth(today.Year, today.Month), 2),
            [.. used.GroupBy(row => Plain(row, by)).Select(group => ToGroup(group, by))]);
        return TypedResults.Json(view, ProductJson.Api.UsageView);
    }

    /// <summary><c>GET /api/owner/limits</c></summary>
    public async Task<IResult> GetLimitsAsync(HttpContext http)
        => TypedResults.Json(await limits.CurrentAsync(http.RequestAborted), ProductJson.Api.OwnerLimits);

    /// <summary><c>PUT /api/owner/limits</c></summary>
    public async Task<IResult> PutLimitsAsync(HttpContext http)
    {
        var wanted = await RequestBody.ReadAsync(http, ProductJson.Api.OwnerLimits);
        var wrong = new (string Name, decimal? Value)[]
        {
            ("month", wanted.Month), ("day", wanted.Day), ("session", wanted.Session), ("addressDay", wanted.AddressDay),
        }.Where(each => each.Value is < 0 or > Highest).Select(each => each.Name).ToList();
        return wrong.Count == 0
            ? TypedResults.Json(await limits.SetAsync(wanted, http.RequestAborted), ProductJson.Api.OwnerLimits)
            : throw new ProblemException(Problems.InvalidField, "An amount from 0 to 1000000.", wrong);
    }

    /// <summary><c>POST /api/owner/stop</c> and <c>DELETE /api/owner/stop</c></summary>
    public async Task<IResult> StopAsync(HttpContext http, bool stopped)
        => TypedResults.Json(await limits.StopAsync(stopped, http.RequestAborted), ProductJson.Api.OwnerLimits);

    private static DateOnly FromOf(HttpRequest request, DateOnly today)
    {
        var text = request.Query["from"].ToString();
        var first = new DateOnly(today.Year, today.Month, 1);
        if (text.Length == 0)
        {
            return first;
        }

        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
            && from <= today && from >= first.AddMonths(1 - MostMonths)
            ? from
            : throw new ProblemException(Problems.InvalidParameter, "'from' is a day of the last 13 months, such as 2026-11-01.");
    }

    private static HashSet<string> ByOf(HttpRequest request)
    {
        var text = request.Query["by"].ToString();
        var by = (text.Length == 0 ? "day,model" : text).Split(',').Select(each => each.Trim()).ToHashSet(StringComparer.Ordinal);
        return by.All(Groups.Contains) ? by : throw new ProblemException(Problems.InvalidParameter, "'by' is of day, model, origin.");
    }

    private static UsageRow Plain(UsageRow row, HashSet<string> by) => new(
        by.Contains("day") ? row.Day : default, by.Contains("model") ? row.Model : "", by.Contains("origin") ? row.Origin : "");

    private static UsageGroup ToGroup(IGrouping<UsageRow, UsageRow> group, HashSet<string> by)
    {
        var sum = group.Aggregate(group.Key, (all, row) => all.Plus(row));
        return new UsageGroup
        {
            Day = by.Contains("day") ? sum.Day : null,
            Model = by.Contains("model") ? sum.Model : null,
            Origin = by.Contains("origin") ? sum.Origin : null,
            Turns = sum.Turns,
            Calls = sum.Calls,
            Input = sum.Used.Input,
            Cached = sum.Used.Cached,
            CacheWrite = sum.Used.CacheWrite,
            Output = sum.Used.Output,
            Reasoning = sum.Used.Reasoning,
            AudioSeconds = sum.Used.AudioSeconds,
            Pictures = sum.Used.Pictures,
            Cost = sum.Cost / Ledger.Unit,
        };
    }
}
