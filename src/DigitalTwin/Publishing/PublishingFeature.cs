using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Personas.Importing;
using DigitalTwin.Personas.Parsing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Publishing;

internal static class PublishingFeature
{
    public static IServiceCollection AddPublishing(this IServiceCollection services) => services.AddSingleton<PublishingEndpoints>();

    public static void MapPublishing(this IEndpointRouteBuilder routes)
    {
        var persona = routes.MapGroup("/api/owner/persona").WithTags("owner");
        persona.MapPost("import", (Delegate)PublishingEndpoints.ImportAsync)
            .Admit(new Admission(Caller.Owner) { MaxBytes = PersonaImporter.MaxBytes })
            .WithName("ImportPersona").WithSummary("Make a draft of a persona of a CV: JSON Resume, Word, PDF, Markdown or plain text")
            .Accepts<byte[]>("*/*")
            .Produces<ImportedPersona>().ProducesProblems(400, 401, 403, 413);
        persona.MapPost("check", (Delegate)PublishingEndpoints.CheckAsync)
            .Admit(new Admission(Caller.Owner) { MaxBytes = PersonaFile.MaxBytes })
            .WithName("CheckPersona").WithSummary("Say what a persona file answers, and what of it is not read")
            .Accepts<byte[]>("*/*")
            .Produces<PersonaReport>().ProducesProblems(400, 401, 403, 413);
        persona.MapPost("publish", (HttpContext http, PublishingEndpoints endpoints) => endpoints.PublishAsync(http))
            .Admit(new Admission(Caller.Owner) { MaxBytes = PersonaFile.MaxBytes })
            .WithName("PublishPersona").WithSummary("Make a file the persona, as a new version")
            .Accepts<byte[]>("*/*")
            .Produces<PersonaReport>().ProducesProblems(400, 401, 403, 409, 413);
    }
}
