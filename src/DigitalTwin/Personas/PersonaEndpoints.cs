using DigitalTwin.Hosting;
using DigitalTwin.Models;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Personas;

/// <summary>What the public may know of the persona.</summary>
internal sealed class PersonaEndpoints(PersonaProvider personas, IOptions<ModelOptions> model)
{
    /// <summary><c>GET /api/persona/card</c></summary>
    public async Task<IResult> GetCardAsync(HttpContext http)
        => TypedResults.Json(PersonaCard.Of((await personas.GetAsync(http.RequestAborted)).Persona, !string.IsNullOrWhiteSpace(model.Value.Speech), model.Value.Pictures), ProductJson.Api.PersonaCard);
}
