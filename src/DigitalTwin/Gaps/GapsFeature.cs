using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Inbox;
using DigitalTwin.Personas;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Gaps;

/// <summary>What the owner could write next.</summary>
internal sealed class GapEndpoints(OwnerInbox inbox, PersonaProvider personas)
{
    /// <summary><c>GET /api/owner/gaps</c>: of the 1,000 newest open questions.</summary>
    public async Task<IResult> GetAsync(HttpContext http)
    {
        var snapshot = await personas.GetAsync(http.RequestAborted);
        var gaps = new GapFinder(snapshot).Find(await inbox.Questions.OpenAsync(http.RequestAborted));
        return TypedResults.Json(new GapList(gaps, ContradictionFinder.Find(snapshot)), ProductJson.Api.GapList);
    }
}

internal static class GapsFeature
{
    public static IServiceCollection AddGaps(this IServiceCollection services) => services.AddSingleton<GapEndpoints>();

    public static void MapGaps(this IEndpointRouteBuilder routes)
        => routes.MapGet("/api/owner/gaps", (HttpContext http, GapEndpoints endpoints) => endpoints.GetAsync(http))
            .Admit(Caller.Owner).WithTags("owner")
            .WithName("GetGaps").WithSummary("Open questions by meaning, and statements that disagree")
            .Produces<GapList>().ProducesProblems(401, 403);
}
