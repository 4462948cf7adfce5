using DigitalTwin.Access;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.ApiKeys;

/// <summary>Lets in programs that bear one of the owner's keys.</summary>
internal sealed class ApiKeyGate(OriginPolicy origins, ApiKeyStore keys)
{
    private const string Scheme = "Bearer ";

    /// <summary>Lets the request pass if it bears a key.</summary>
    /// <exception cref="ProblemException">It does not, or comes from a page that may not use the twin.</exception>
    public async ValueTask EnterAsync(HttpContext http)
    {
        if (!origins.Allows(http.Request))
        {
            throw new ProblemException(Problems.OriginNotAllowed);
        }

        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || await keys.FindAsync(header[Scheme.Length..].Trim(), http.RequestAborted) is null)
        {
            throw new ProblemException(Problems.ApiKeyInvalid);
        }
    }
}
