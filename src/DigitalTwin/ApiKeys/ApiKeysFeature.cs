using DigitalTwin.Access;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.ApiKeys;

/// <summary>The keys that the owner gives to programs.</summary>
internal sealed class ApiKeyEndpoints(OwnerGate gate, ApiKeyStore keys)
{
    private const int LongestName = 100;

    /// <summary><c>GET /api/owner/keys</c></summary>
    public async Task<IResult> ListAsync(HttpContext http)
    {
        await gate.EnterAsync(http);
        return TypedResults.Json(new ApiKeyList(await keys.ListAsync(http.RequestAborted)), ProductJson.Api.ApiKeyList);
    }

    /// <summary><c>POST /api/owner/keys</c></summary>
    public async Task<IResult> IssueAsync(HttpContext http)
    {
        await gate.EnterAsync(http);
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.ApiKeyRequest);
        RequestBody.RequireText(request.Name, LongestName, "name");
        var key = await keys.IssueAsync(request.Name.Trim(), http.RequestAborted);
        return TypedResults.Json(key, ProductJson.Api.ApiKey, statusCode: StatusCodes.Status201Created);
    }

    /// <summary><c>DELETE /api/owner/keys/{id}</c></summary>
    public async Task<IResult> RevokeAsync(HttpContext http, string id)
    {
        await gate.EnterAsync(http);
        return await keys.RevokeAsync(id, http.RequestAborted)
            ? TypedResults.NoContent()
            : throw new ProblemException(Problems.ItemNotFound);
    }
}

internal static class ApiKeysFeature
{
    public static IServiceCollection AddApiKeys(this IServiceCollection services)
        => services.AddSingleton<ApiKeyStore>().AddSingleton<ApiKeyGate>().AddSingleton<ApiKeyEndpoints>();

    public static void MapApiKeys(this IEndpointRouteBuilder routes)
    {
        var keys = routes.MapGroup("/api/owner/keys").WithTags("owner");
        keys.MapGet("", (HttpContext http, ApiKeyEndpoints endpoints) => endpoints.ListAsync(http))
            .WithName("GetKeys").WithSummary("The keys of programs").Produces<ApiKeyList>().ProducesProblems(401, 403);
        keys.MapPost("", (HttpContext http, ApiKeyEndpoints endpoints) => endpoints.IssueAsync(http))
            .WithName("IssueKey").WithSummary("Issue a key for a program")
            .Accepts<ApiKeyRequest>("application/json").Produces<ApiKey>(201).ProducesProblems(400, 401, 403, 413, 415);
        keys.MapDelete("{id}", (HttpContext http, string id, ApiKeyEndpoints endpoints) => endpoints.RevokeAsync(http, id))
            .WithName("RevokeKey").WithSummary("Take a key back").Produces(204).ProducesProblems(401, 403, 404);
    }
}
