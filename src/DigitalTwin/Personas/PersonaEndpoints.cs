using DigitalTwin.Hosting;
using DigitalTwin.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Personas;

/// <summary>The public part of the persona.</summary>
internal sealed class PersonaEndpoints(PersonaProvider personas, IOptions<ModelOptions> model)
{
    /// <summary><c>GET /api/persona/card</c></summary>
    public async Task<IResult> GetCardAsync(HttpContext http)
    {
        var persona = (await personas.GetAsync(http.RequestAborted)).Persona;
        var hears = !string.IsNullOrWhiteSpace(model.Value.Speech);
        return TypedResults.Json(PersonaCard.Of(persona, hears, model.Value.Pictures), ProductJson.Api.PersonaCard);
    }
}
