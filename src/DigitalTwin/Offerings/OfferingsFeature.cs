using DigitalTwin.Access.Gate;
using DigitalTwin.Chat;
using DigitalTwin.Hosting;
using DigitalTwin.Offerings.Files;
using DigitalTwin.Offerings.Finding;
using DigitalTwin.Rates;
using DigitalTwin.Search;
using DigitalTwin.Tools;
using DigitalTwin.Turns.Api;
using DigitalTwin.Turns.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Offerings;

internal static class OfferingsFeature
{
    public static IServiceCollection AddOfferings(this IServiceCollection services)
        => services.AddSingleton<OfferingStore>()
            .AddSingleton<OfferingCatalog>()
            .AddSingleton<OfferingSearch>()
            .AddSingleton<ISearchSource, OfferingSource>()
            .AddSingleton<ModelQuestion>()
            .AddSingleton<ITurnWorkflow, SearchWorkflow>()
            .AddSingleton<ITurnWork, MediaWork>()
            .AddSingleton<ITurnWork, NeedWork>()
            .AddSingleton<ITurnWork, FindWork>()
            .AddSingleton<ITurnWork, RankWork>()
            .AddSingleton<ITurnWork, ComposeWork>()
            .AddSingleton<OfferingTools>()
            .AddSingleton<TwinTool>(services => services.GetRequiredService<OfferingTools>().SearchTool())
            .AddSingleton<TwinTool>(services => services.GetRequiredService<OfferingTools>().GetTool())
            .AddSingleton<OfferingEndpoints>();

    public static void MapOfferings(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/search", (HttpContext http, OfferingEndpoints offerings) => offerings.SearchAsync(http))
            .Admit(new Admission(Caller.Visitor) { Rates = [RateKind.Turn], MaxBytes = ChatEndpoints.MaxBytesWithPictures })
            .WithName("Search").WithTags("offerings").WithSummary("Find what the person offers")
            .WithDescription("One turn that searches. As server-sent events where the client accepts text/event-stream.")
            .Accepts<SearchRequest>("application/json")
            .Produces<TurnView>(200, "application/json", "text/event-stream").Produces<TurnView>(202)
            .ProducesProblems(400, 401, 403, 413, 415, 429, 503);
        routes.MapGet("/api/offerings/{id}", (HttpContext http, string id, OfferingEndpoints offerings) => offerings.GetAsync(http, id))
            .Admit(Caller.Visitor).WithName("GetOffering").WithTags("offerings").WithSummary("Something that the person offers")
            .Produces<Offering>().ProducesProblems(403, 404);
        var owner = routes.MapGroup("/api/owner/offerings").WithTags("owner").Admit(Caller.Owner);
        owner.MapGet("", (HttpContext http, OfferingEndpoints offerings) => offerings.ListAsync(http))
            .WithName("GetOfferingFiles").WithSummary("The files of offerings, and what is wrong with them")
            .Produces<OfferingFileList>().ProducesProblems(401, 403);
        owner.MapGet("{name}", (HttpContext http, string name, OfferingEndpoints offerings) => offerings.GetFileAsync(http, name))
            .WithName("GetOfferingFile").WithSummary("A file of offerings").Produces<string>(200, "text/plain")
                .ProducesProblems(401, 403, 404);
        owner.MapDelete("{name}", (HttpContext http, string name, OfferingEndpoints offerings) => offerings.DeleteAsync(http, name))
            .WithName("DeleteOfferingFile").WithSummary("Delete a file of offerings").Produces(204).ProducesProblems(401, 403, 404);
        routes.MapPut("/api/owner/offerings/{name}", (HttpContext http, string name, OfferingEndpoints offerings)
            => offerings.PutAsync(http, name))
            .WithTags("owner").Admit(new Admission(Caller.Owner) { MaxBytes = OfferingFile.MaxBytes })
            .WithName("PutOfferingFile").WithSummary("Write a file of offerings: Markdown, CSV or JSON").Accepts<byte[]>("*/*")
            .Produces<OfferingFileView>().ProducesProblems(400, 401, 403, 413);
    }
}
