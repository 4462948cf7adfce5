using System.Globalization;
using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Activities;

/// <summary>The owner's view of the activity log.</summary>
internal sealed class ActivityEndpoints(ActivityLog log, ActivityStore store, TimeProvider time)
{
    private const int LongestNote = 1_000;
    private const int LongestTarget = 200;
    private const int LargestPage = 200;
    private const int DefaultPage = 50;
    private const int DefaultDays = 30;
    private const string DateForm = "yyyy-MM-dd";

    /// <summary><c>GET /api/owner/activities?from=&amp;kind=&amp;q=&amp;before=&amp;limit=</c></summary>
    public async Task<IResult> ListAsync(HttpContext http)
    {
        var query = http.Request.Query;
        var (kind, text, before) = (query["kind"].ToString(), query["q"].ToString(), query["before"].ToString());
        if (before.Length > 0 && !ActivityStore.IsId(before))
        {
            throw new ProblemException(Problems.InvalidParameter, "'before' is what a page gave as its next.");
        }

        var from = query["from"].ToString() is { Length: > 0 } day ? DayOf(day, "from") : time.GetUtcNow().AddDays(-DefaultDays);
        var limit = (int)(QueryValues.NumberOf(http.Request, "limit", 1, LargestPage) ?? DefaultPage);
        var wanted = text.Length > 0 ? ActivityEntry.Reference(text) : "";
        var page = await store.ReadAsync(
            from, before.Length > 0 ? before : null, entry => (kind.Length == 0 || entry.Kind == kind) && Has(entry, wanted), limit,
            http.RequestAborted);
        return TypedResults.Json(page, ProductJson.Api.ActivityPage);
    }

    /// <summary><c>GET /api/owner/activities/{id}</c></summary>
    public async Task<IResult> GetAsync(HttpContext http, string id)
        => ActivityStore.IsId(id) && await store.FindAsync(id, http.RequestAborted) is { } entry
            ? TypedResults.Json(entry, ProductJson.Api.ActivityEntry)
            : throw new ProblemException(Problems.ItemNotFound);

    /// <summary><c>POST /api/owner/activities</c></summary>
    public async Task<IResult> NoteAsync(HttpContext http)
    {
        var note = await RequestBody.ReadAsync(http, ProductJson.Api.ActivityNote);
        RequestBody.RequireText(note.Text, LongestNote, "text");
        if (note.Target is not null)
        {
            RequestBody.RequireText(note.Target, LongestTarget, "target");
        }

        var entry = ActivityLog.New(OwnerActs.WhoOf(http), "note", "Note") with { Text = note.Text, Target = note.Target };
        await log.NoteAsync(entry, http.RequestAborted);
        return TypedResults.NoContent();
    }

    /// <summary><c>GET /api/owner/activities/verify?day=</c></summary>
    public async Task<IResult> VerifyAsync(HttpContext http)
    {
        var day = http.Request.Query["day"].ToString() is { Length: > 0 } given ? DayOf(given, "day") : time.GetUtcNow();
        return TypedResults.Json(
            await store.VerifyAsync(ActivityStore.DayOf(day), http.RequestAborted), ProductJson.Api.ActivityVerification);
    }

    private static bool Has(ActivityEntry entry, string text)
        => text.Length == 0
            || new[] { entry.What, entry.Target, entry.Turn, entry.Text, entry.Who, entry.Outcome }
                .Any(field => field?.Contains(text, StringComparison.OrdinalIgnoreCase) == true);

    private static DateTimeOffset DayOf(string text, string name)
        => DateTime.TryParseExact(text, DateForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)
            ? new DateTimeOffset(day.ToUniversalTime(), TimeSpan.Zero)
            : throw new ProblemException(Problems.InvalidParameter, $"'{name}' is a day, as 2026-11-30.");
}

internal static class ActivitiesFeature
{
    public static IServiceCollection AddActivities(this IServiceCollection services)
        => services.AddSingleton<ActivityLog>()
            .AddSingleton<ActivityStore>()
            .AddSingleton<IOwnerActs, OwnerActs>()
            .AddSingleton<ActivityEndpoints>();

    public static void MapActivities(this IEndpointRouteBuilder routes)
    {
        var log = routes.MapGroup("/api/owner/activities").WithTags("owner").Admit(Caller.Owner);
        log.MapGet("", (HttpContext http, ActivityEndpoints endpoints) => endpoints.ListAsync(http))
            .WithName("GetActivities").WithSummary("What was done, newest first: query 'from', 'kind', 'q', 'before', 'limit'")
            .Produces<ActivityPage>().ProducesProblems(400, 401, 403);
        log.MapGet("verify", (HttpContext http, ActivityEndpoints endpoints) => endpoints.VerifyAsync(http))
            .WithName("VerifyActivities").WithSummary("Whether a day's log is as it was written: query 'day'")
            .Produces<ActivityVerification>().ProducesProblems(400, 401, 403);
        log.MapGet("{id}", (HttpContext http, string id, ActivityEndpoints endpoints) => endpoints.GetAsync(http, id))
            .WithName("GetActivity").WithSummary("One entry").Produces<ActivityEntry>().ProducesProblems(401, 403, 404);
        log.MapPost("", (HttpContext http, ActivityEndpoints endpoints) => endpoints.NoteAsync(http))
            .WithName("AddNote").WithSummary("Write a note into the log")
            .Accepts<ActivityNote>("application/json").Produces(204).ProducesProblems(400, 401, 403, 413, 415);
    }
}
