using DigitalTwin.Conversations.Listing;
using DigitalTwin.Hosting;
using DigitalTwin.Inbox;
using DigitalTwin.Personas;
using DigitalTwin.Storage;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Insight;

/// <summary>Counts what visitors did, from the owner's list of conversations: nothing is recorded for it.</summary>
internal sealed class InsightEndpoints(ConversationIndex index, OwnerInbox inbox, PersonaProvider personas, TimeProvider time)
{
    private const int MostDays = 400;
    private const int UsualDays = 30;
    private const int MostPages = 5;
    private const int MostTopics = 200;
    private const int MostNames = 20;

    /// <summary><c>GET /api/owner/insight?from=&amp;until=</c></summary>
    public async Task<IResult> GetAsync(HttpContext http)
    {
        var (from, until) = RangeOf(http.Request);
        var (conversations, isPartial) = await ReadAsync(from, until.AddDays(1), http.RequestAborted);
        var ratings = (await inbox.Feedback.RecentAsync(http.RequestAborted))
            .Where(each => each.At >= from && each.At < until.AddDays(1)).ToList();
        var snapshot = await personas.GetAsync(http.RequestAborted);
        var view = new InsightView
        {
            From = DayOf(from),
            Until = DayOf(until),
            IsPartial = isPartial,
            Days = DaysOf(conversations, DayOf(from), DayOf(until)),
            Languages = Count(conversations.Select(each => each.Locale?.Split('-')[0].ToLowerInvariant() ?? "")),
            Origins = Count(conversations.Select(each => each.Origin)),
            Topics = Count(conversations.Take(MostTopics).Select(each => TopicOf(each.FirstMessage, snapshot))),
            Up = ratings.Count(each => each.Rating == FeedbackRating.Up),
            Down = ratings.Count(each => each.Rating == FeedbackRating.Down),
        };
        return TypedResults.Json(view, ProductJson.Api.InsightView);
    }

    private (DateTimeOffset From, DateTimeOffset Until) RangeOf(HttpRequest request)
    {
        var today = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);
        var until = QueryValues.DayOf(request, "until") ?? today;
        var from = QueryValues.DayOf(request, "from") ?? until.AddDays(1 - UsualDays);
        return from <= until && until - from < TimeSpan.FromDays(MostDays)
            ? (from, until)
            : throw new ProblemException(Problems.InvalidParameter, $"'from' is not after 'until', and within {MostDays} days of it.");
    }

    private async Task<(List<ListedConversation> Found, bool IsPartial)> ReadAsync(
        DateTimeOffset from, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var found = new List<ListedConversation>();
        string? before = null;
        for (var page = 0; page < MostPages; page++)
        {
            // Newest first: the keys begin with the end of the range.
            var range = (ListedConversation.KeyOf(end.AddTicks(-1)), ListedConversation.KeyOf(from.AddTicks(-1)));
            var read = await index.ReadAsync(ConversationMark.All, range, before, RowLimits.QueryRows, cancellationToken);
            found.AddRange(read.Conversations);
            before = read.Next;
            if (before is null)
            {
                break;
            }
        }

        return (found, before is not null);
    }

    private static List<InsightDay> DaysOf(List<ListedConversation> conversations, DateOnly from, DateOnly until)
    {
        var byDay = conversations.ToLookup(each => DayOf(each.LastActivityAt));
        return
        [
            .. Enumerable.Range(0, until.DayNumber - from.DayNumber + 1).Select(from.AddDays).Select(day => new InsightDay(
                day,
                byDay[day].Count(),
                byDay[day].Sum(each => each.Turns),
                byDay[day].Count(each => each.Marks.Contains(ConversationMark.Unanswered)))),
        ];
    }

    // The chapter that the best fact stands in: headings of single facts are too many for a list.
    private static string TopicOf(string message, PersonaSnapshot snapshot)
        => snapshot.Index.Rank(message) is [{ Fact: var fact }, ..] ? fact.Chapter : "";

    private static List<InsightCount> Count(IEnumerable<string> names)
        => [.. names.CountBy(name => name).OrderByDescending(each => each.Value).ThenBy(each => each.Key, StringComparer.Ordinal)
            .Take(MostNames).Select(each => new InsightCount(each.Key, each.Value))];

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}
