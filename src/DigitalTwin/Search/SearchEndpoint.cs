using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Search;

/// <summary>The owner's search through all that is theirs.</summary>
internal sealed class SearchEndpoint(IEnumerable<ISearchSource> sources)
{
    private const int LongestQuery = 400;
    private const int MostHits = 50;
    private const int DefaultHits = 10;
    private const double RankConstant = 60;

    /// <summary><c>GET /api/owner/search?q=&amp;scope=&amp;limit=</c></summary>
    public async Task<IResult> GetAsync(HttpContext http)
    {
        var query = http.Request.Query["q"].ToString();
        if (VisibleText.IsBlank(query) || query.Length > LongestQuery)
        {
            throw new ProblemException(Problems.InvalidParameter, $"'q' has 1 to {LongestQuery} characters.");
        }

        var limit = (int)(QueryValues.NumberOf(http.Request, "limit", 1, MostHits) ?? DefaultHits);
        var lists = await Task.WhenAll(SourcesOf(http.Request).Select(source => source.FindAsync(query, limit, http.RequestAborted)));

        // What kinds of things score is not comparable; how high they are in their own list is.
        var hits = lists.SelectMany(list => list.Index())
            .OrderBy(hit => hit.Index)
            .Select(hit => hit.Item with { Score = Math.Round((RankConstant + 1) / (RankConstant + hit.Index + 1), 4) })
            .Take(limit);
        return TypedResults.Json(new OwnerHits([.. hits]), ProductJson.Api.OwnerHits);
    }

    private List<ISearchSource> SourcesOf(HttpRequest request)
    {
        var wanted = request.Query["scope"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var all = sources.ToList();
        var known = all.Select(source => source.Scope).Order(StringComparer.Ordinal).ToList();
        return wanted.All(known.Contains)
            ? [.. all.Where(source => wanted.Length == 0 || wanted.Contains(source.Scope))]
            : throw new ProblemException(Problems.InvalidParameter, $"'scope' is of {string.Join(", ", known)}, with commas between.");
    }
}
