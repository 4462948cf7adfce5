using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Personas.Versions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Personas;

internal static class PersonasFeature
{
    public static IServiceCollection AddPersonas(this IServiceCollection services)
        => services.AddSettings<PersonaOptions>("Persona")
            .AddSingleton<PersonaSource>()
            .AddSingleton<GoodPersonas>()
            .AddSingleton<PersonaProvider>()
            .AddSingleton<PersonaLibrary>()
            .AddSingleton<DraftStore>()
            .AddSingleton<PersonaShelf>()
            .AddSingleton<PersonaEditor>()
            .AddSingleton<PersonaEndpoints>();

    public static void MapPersonas(this IEndpointRouteBuilder routes)
        => routes.MapGet("/api/persona/card", (HttpContext http, PersonaEndpoints endpoints) => endpoints.GetCardAsync(http))
            .Admit(Caller.Visitor).WithName("GetPersonaCard").WithTags("persona").WithSummary("What a chat window shows of the persona")
            .Produces<PersonaCard>();
}
