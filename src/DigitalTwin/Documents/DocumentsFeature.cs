using DigitalTwin.Access.Gate;
using DigitalTwin.Documents.Reading;
using DigitalTwin.Hosting;
using DigitalTwin.Search;
using DigitalTwin.Tools;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Documents;

internal static class DocumentsFeature
{
    public static IServiceCollection AddDocuments(this IServiceCollection services)
        => services.AddSingleton<DocumentStore>()
            .AddSingleton<DocumentCatalog>()
            .AddSingleton<DocumentSearch>()
            .AddSingleton<ISearchSource, DocumentSource>()
            .AddSingleton<DocumentSummarizer>()
            .AddSingleton<IPageReader, VisionPageReader>()
            .AddSingleton<ReadingSteps>()
            .AddSingleton<ReadingSweep>()
            .AddSingleton<DocumentTools>()
            .AddSingleton<TwinTool>(services => services.GetRequiredService<DocumentTools>().SearchTool())
            .AddSingleton<TwinTool>(services => services.GetRequiredService<DocumentTools>().ReadTool())
            .AddSingleton<TwinTool>(services => services.GetRequiredService<DocumentTools>().SummariseTool())
            .AddSingleton<DocumentEndpoints>();

    public static void MapDocuments(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/owner/documents", (HttpContext http, DocumentEndpoints documents) => documents.PostAsync(http))
            .Admit(new Admission(Caller.Owner) { MaxBytes = ReadingLimits.MaxBytes }).WithTags("owner")
            .WithName("AddDocument").WithSummary("Upload a document, and have it read").Accepts<byte[]>("*/*")
            .Produces<DocumentView>(202).Produces<DocumentView>().ProducesProblems(400, 401, 403, 409, 413, 422);
        routes.MapGet("/api/documents/{id}", (HttpContext http, string id, DocumentEndpoints documents)
            => documents.PublicFileAsync(http, id))
            .Admit(Caller.Anyone).WithTags("documents")
            .WithName("GetPublicDocument").WithSummary("The file of a public document").Produces<byte[]>(200, "application/octet-stream")
                .ProducesProblems(404);
        MapOwned(routes.MapGroup("/api/owner/documents").WithTags("owner").Admit(Caller.Owner));
    }

    private static void MapOwned(RouteGroupBuilder owner)
    {
        owner.MapGet("", (HttpContext http, DocumentEndpoints documents) => documents.ListAsync(http))
            .WithName("GetDocuments").WithSummary("The documents, newest first").Produces<DocumentList>().ProducesProblems(400, 401, 403);
        owner.MapGet("{id}", (HttpContext http, string id, DocumentEndpoints documents) => documents.GetAsync(http, id))
            .WithName("GetDocument").WithSummary("A document").Produces<DocumentView>().ProducesProblems(401, 403, 404);
        owner.MapPatch("{id}", (HttpContext http, string id, DocumentEndpoints documents) => documents.ChangeAsync(http, id))
            .WithName("ChangeDocument")
                .WithSummary("Change a document's title, tags or who may see it").Accepts<DocumentChange>("application/json")
            .Produces<DocumentView>().ProducesProblems(400, 401, 403, 404, 413, 415);
        owner.MapDelete("{id}", (HttpContext http, string id, DocumentEndpoints documents) => documents.DeleteAsync(http, id))
            .WithName("DeleteDocument").WithSummary("Delete a document with all that was read of it").Produces(204)
                .ProducesProblems(401, 403, 404);
        owner.MapPost("{id}/reread", (HttpContext http, string id, DocumentEndpoints documents) => documents.RereadAsync(http, id))
            .WithName("RereadDocument").WithSummary("Read a document anew").Produces<DocumentView>(202).ProducesProblems(401, 403, 404);
        owner.MapGet("{id}/passages", (HttpContext http, string id, DocumentEndpoints documents) => documents.PassagesAsync(http, id))
            .WithName("GetPassages").WithSummary("What the twin would cite of a document").Produces<PassageList>()
                .ProducesProblems(400, 401, 403, 404);
        owner.MapGet("{id}/events", (HttpContext http, string id, DocumentEndpoints documents) => documents.EventsAsync(http, id))
            .WithName("GetDocumentEvents").WithSummary("How the reading goes on, as server-sent events")
            .Produces<DocumentView>(200, "text/event-stream").ProducesProblems(401, 403, 404);
        owner.MapGet("{id}/file", (HttpContext http, string id, DocumentEndpoints documents) => documents.FileAsync(http, id))
            .WithName("GetDocumentFile").WithSummary("The file itself").Produces<byte[]>(200, "application/octet-stream")
                .ProducesProblems(401, 403, 404);
    }
}
