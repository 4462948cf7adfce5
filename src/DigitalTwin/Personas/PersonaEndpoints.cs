using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Personas;

/// <summary>What the public may know of the persona.</summary>
internal sealed class PersonaEndpoints(PersonaProvider personas)
{
    /// <summary><c>GET /api/persona/card</c></summary>
    public async Task<IResult> GetCardAsync(HttpContext http)
        => TypedResults.Json(PersonaCard.Of((await personas.GetAsync(http.RequestAborted)).Persona), ProductJson.Api.PersonaCard);
}
