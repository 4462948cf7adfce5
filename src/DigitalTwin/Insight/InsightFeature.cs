using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Insight;

internal static class InsightFeature
{
    public static IServiceCollection AddInsight(this IServiceCollection services) => services.AddSingleton<InsightEndpoints>();

    public static void MapInsight(this IEndpointRouteBuilder routes)
        => routes.MapGet("/api/owner/insight", (HttpContext http, InsightEndpoints endpoints) => endpoints.GetAsync(http))
            .Admit(Caller.Owner).WithTags("owner")
            .WithName("GetInsight").WithSummary("What visitors did in a range of days: query 'from' and 'until'")
            .Produces<InsightView>().ProducesProblems(400, 401, 403);
}
