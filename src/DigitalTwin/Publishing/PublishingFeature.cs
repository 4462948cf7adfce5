using DigitalTwin.Hosting;
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
        persona.MapPost("import", (HttpContext http, PublishingEndpoints endpoints) => endpoints.ImportAsync(http))
            .WithName("ImportPersona").WithSummary("Make a draft of a persona of a CV: JSON Resume, Word, PDF, Markdown or plain text")
            .Accepts<byte[]>("*/*")
            .Produces<ImportedPersona>().ProducesProblems(400, 401, 403, 413);
        persona.MapPost("check", (HttpContext http, PublishingEndpoints endpoints) => endpoints.CheckAsync(http))
            .WithName("CheckPersona").WithSummary("Say what a persona file answers, and what of it is not read")
            .Accepts<byte[]>("*/*")
            .Produces<PersonaReport>().ProducesProblems(400, 401, 403, 413);
        persona.MapPost("publish", (HttpContext http, PublishingEndpoints endpoints) => endpoints.PublishAsync(http))
            .WithName("PublishPersona").WithSummary("Make a file the persona, as a new version")
            .Accepts<byte[]>("*/*")
            .Produces<PersonaReport>().ProducesProblems(400, 401, 403, 409, 413);
    }
}
