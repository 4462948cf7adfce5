using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Access;

/// <summary>Reads the bearer token of a request's <c>Authorization</c> header.</summary>
/// <remarks>RFC 6750, 2.1.</remarks>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>
    /// The token; empty where the header has another scheme, <see langword="null"/> where there is no header.
    /// </summary>
    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return null;
        }

        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
    }
}
