using DigitalTwin.Access;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.ApiKeys;

/// <summary>Admits programs that bear one of the owner's keys.</summary>
internal sealed class ApiKeyGate(OriginPolicy origins, ApiKeyStore keys)
{
    /// <summary>Admits the request if it bears a valid key.</summary>
    /// <exception cref="ProblemException">It does not, or it comes from a page that may not use the twin.</exception>
    public async ValueTask EnterAsync(HttpContext http)
    {
        if (!origins.Allows(http.Request))
        {
            throw new ProblemException(Problems.OriginNotAllowed);
        }

        if (BearerToken.Of(http.Request) is not { } key || await keys.FindAsync(key, http.RequestAborted) is null)
        {
            throw new ProblemException(Problems.ApiKeyInvalid);
        }
    }
}
