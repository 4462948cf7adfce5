using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Access;

/// <summary>What a request bears in its <c>Authorization</c> header.</summary>
/// <remarks>RFC 6750, 2.1.</remarks>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>The token; empty where the header says something else, <see langword="null"/> where there is no header.</summary>
    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.Length == 0 ? null : header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
    }
}
