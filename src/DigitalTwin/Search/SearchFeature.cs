using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Search;

internal static class SearchFeature
{
    public static IServiceCollection AddSearch(this IServiceCollection services)
        => services.AddSingleton<HybridSearch>().AddSingleton<ISearchSource, FactSearch>().AddSingleton<SearchEndpoint>();

    public static void MapSearch(this IEndpointRouteBuilder routes)
        => routes.MapGet("/api/owner/search", (HttpContext http, SearchEndpoint search) => search.GetAsync(http))
            .Admit(Caller.Owner).WithTags("owner")
            .WithName("SearchAll").WithSummary("Search through facts, documents, offerings and conversations")
            .Produces<OwnerHits>().ProducesProblems(400, 401, 403);
}
