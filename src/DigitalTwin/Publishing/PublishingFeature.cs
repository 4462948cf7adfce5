using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Personas.Importing;
using DigitalTwin.Personas.Parsing;
using DigitalTwin.Personas.Versions;
using DigitalTwin.Previews;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Publishing;

internal static class PublishingFeature
{
    public static IServiceCollection AddPublishing(this IServiceCollection services)
        => services.AddSingleton<PersonaPublisher>()
            .AddSingleton<PersonaViews>()
            .AddSingleton<PreviewEndpoint>()
            .AddSingleton<PublishingEndpoints>();

    public static void MapPublishing(this IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("/api/owner/persona").WithTags("owner")
            .Admit(new Admission(Caller.Owner) { MaxBytes = PersonaFile.MaxBytes });
        files.MapPost("check", (Delegate)PublishingEndpoints.CheckAsync)
            .WithName("CheckPersona").WithSummary("Say what a persona file answers, and what of it is not read").Accepts<byte[]>("*/*")
            .Produces<PersonaReport>().ProducesProblems(400, 401, 403, 413);
        files.MapPut("", (HttpContext http, PublishingEndpoints endpoints) => endpoints.PutAsync(http))
            .WithName("PutPersona").WithSummary("Replace the persona by a file, as a new version: 'If-Match', query 'force'")
            .Accepts<byte[]>("*/*").Produces<PersonaReport>().ProducesProblems(400, 401, 403, 409, 413);
        files.MapPost("publish", (HttpContext http, PublishingEndpoints endpoints) => endpoints.PublishAsync(http))
            .WithName("PublishPersona").WithSummary("Make the draft, or a file, the persona, as a new version: query 'force'")
            .Accepts<byte[]>("*/*").Produces<PersonaReport>().ProducesProblems(400, 401, 403, 409, 413);
        files.MapPut("draft", (HttpContext http, PublishingEndpoints endpoints) => endpoints.PutDraftAsync(http))
            .WithName("PutDraft").WithSummary("Write the draft, broken or not")
            .Accepts<byte[]>("*/*").Produces<DraftView>().ProducesProblems(401, 403, 413);
        routes.MapGroup("/api/owner/persona").WithTags("owner").MapPost("import", (Delegate)PublishingEndpoints.ImportAsync)
            .Admit(new Admission(Caller.Owner) { MaxBytes = PersonaImporter.MaxBytes })
            .WithName("ImportPersona").WithSummary("Make a draft of a persona of a CV: JSON Resume, Word, PDF, Markdown or plain text")
            .Accepts<byte[]>("*/*").Produces<ImportedPersona>().ProducesProblems(400, 401, 403, 413);
        MapReading(routes.MapGroup("/api/owner/persona").WithTags("owner").Admit(Caller.Owner));
    }

    private static void MapReading(RouteGroupBuilder persona)
    {
        persona.MapGet("", (HttpContext http, PublishingEndpoints endpoints) => endpoints.GetAsync(http))
            .WithName("GetPersona").WithSummary("The persona as it is stored, and its draft")
            .Produces<PersonaView>().ProducesProblems(401, 403);
        persona.MapGet("versions", (HttpContext http, PublishingEndpoints endpoints) => endpoints.ListVersionsAsync(http))
            .WithName("GetVersions").WithSummary("The persona's versions, newest first")
            .Produces<VersionList>().ProducesProblems(401, 403);
        persona.MapGet("versions/{version}", (HttpContext http, string version, PublishingEndpoints endpoints)
                => endpoints.GetVersionAsync(http, version))
            .WithName("GetVersion").WithSummary("A version of the file").Produces<string>(200, "text/markdown")
            .ProducesProblems(401, 403, 404);
        persona.MapGet("diff", (HttpContext http, PublishingEndpoints endpoints) => endpoints.DiffAsync(http))
            .WithName("GetDiff").WithSummary("What changes from one file to another: query 'from', 'to'")
            .Produces<PersonaDiff>().ProducesProblems(401, 403, 404);
        persona.MapPost("rollback", (HttpContext http, PublishingEndpoints endpoints) => endpoints.RollBackAsync(http))
            .WithName("RollBackPersona").WithSummary("Make a version the persona again: query 'version', 'force'")
            .Produces<PersonaReport>().ProducesProblems(400, 401, 403, 404, 409);
        persona.MapGet("draft", (HttpContext http, PublishingEndpoints endpoints) => endpoints.GetDraftAsync(http))
            .WithName("GetDraft").WithSummary("The draft, with what it changes").Produces<DraftView>().ProducesProblems(401, 403, 404);
        persona.MapDelete("draft", (HttpContext http, PublishingEndpoints endpoints) => endpoints.DeleteDraftAsync(http))
            .WithName("DeleteDraft").WithSummary("Forget the draft").Produces(204).ProducesProblems(401, 403);
        persona.MapPost("preview", (HttpContext http, PreviewEndpoint endpoint) => endpoint.PostAsync(http))
            .WithName("PreviewPersona").WithSummary("Ask the draft, or a version, as a visitor would")
            .Accepts<PreviewRequest>("application/json")
            .Produces<PreviewReply>().ProducesProblems(400, 401, 403, 404, 413, 415, 503);
    }
}
