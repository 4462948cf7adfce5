using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.ApiKeys;

/// <summary>The keys that the owner gives to programs.</summary>
internal sealed class ApiKeyEndpoints(ApiKeyStore keys, TimeProvider time)
{
    private const int LongestName = 100;
    private const int LargestPage = 200;

    /// <summary><c>GET /api/owner/keys?after=&amp;limit=</c></summary>
    public async Task<IResult> ListAsync(HttpContext http)
    {
        var after = http.Request.Query["after"].ToString();
        if (after.Length > 0 && !ApiKeyStore.IsId(after))
        {
            throw new ProblemException(Problems.InvalidParameter, "'after' is the id of a key.");
        }

        var limit = (int)(QueryValues.NumberOf(http.Request, "limit", 1, LargestPage) ?? LargestPage);
        var page = await keys.ListAsync(after.Length > 0 ? after : null, limit, http.RequestAborted);
        return TypedResults.Json(new ApiKeyList(page, page.Count == limit ? page[^1].Id : null), ProductJson.Api.ApiKeyList);
    }

    /// <summary><c>POST /api/owner/keys</c></summary>
    public async Task<IResult> IssueAsync(HttpContext http)
    {
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.ApiKeyRequest);
        RequestBody.RequireText(request.Name, LongestName, "name");
        var scopes = request.Scopes ?? ApiKeyScopes.All;
        if (scopes.Count == 0 || scopes.Except(ApiKeyScopes.All).Any())
        {
            throw new ProblemException(Problems.InvalidField, $"Of {string.Join(", ", ApiKeyScopes.All)}.", ["scopes"]);
        }

        if (request.ExpiresAt <= time.GetUtcNow())
        {
            throw new ProblemException(Problems.InvalidField, "A time to come.", ["expiresAt"]);
        }

        if (request.DailyRequests is < 1 or > 1_000_000)
        {
            throw new ProblemException(Problems.InvalidField, "A number from 1 to 1000000.", ["dailyRequests"]);
        }

        var wanted = new ApiKey("", request.Name.Trim(), default, [.. scopes.Distinct()])
        {
            ExpiresAt = request.ExpiresAt,
            DailyRequests = request.DailyRequests,
        };
        var key = await keys.IssueAsync(wanted, http.RequestAborted);
        return TypedResults.Json(key, ProductJson.Api.ApiKey, statusCode: StatusCodes.Status201Created);
    }

    /// <summary><c>DELETE /api/owner/keys/{id}</c></summary>
    public async Task<IResult> RevokeAsync(HttpContext http, string id)
    {
        return await keys.RevokeAsync(id, http.RequestAborted)
            ? TypedResults.NoContent()
            : throw new ProblemException(Problems.ItemNotFound);
    }
}

internal static class ApiKeysFeature
{
    public static IServiceCollection AddApiKeys(this IServiceCollection services)
        => services.AddSingleton<ApiKeyStore>()
            .AddSingleton<IProgramKeys>(services => services.GetRequiredService<ApiKeyStore>())
            .AddSingleton<ApiKeyEndpoints>();

    public static void MapApiKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/owner/keys").WithTags("owner").Admit(Caller.Owner);
        keys.MapGet("", (HttpContext http, ApiKeyEndpoints endpoints) => endpoints.ListAsync(http))
            .WithName("GetKeys").WithSummary("The keys of programs, page by page: query 'after' and 'limit'").Produces<ApiKeyList>()
            .ProducesProblems(400, 401, 403);
        keys.MapPost("", (HttpContext http, ApiKeyEndpoints endpoints) => endpoints.IssueAsync(http))
            .WithName("IssueKey").WithSummary("Issue a key for a program")
            .Accepts<ApiKeyRequest>("application/json").Produces<ApiKey>(201).ProducesProblems(400, 401, 403, 413, 415);
        keys.MapDelete("{id}", (HttpContext http, string id, ApiKeyEndpoints endpoints) => endpoints.RevokeAsync(http, id))
            .WithName("RevokeKey").WithSummary("Take a key back").Produces(204).ProducesProblems(401, 403, 404);
    }
}
