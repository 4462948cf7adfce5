using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Hosting.Responses;

/// <summary>Headers that restrict what browsers do with a response.</summary>
/// <remarks>https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html</remarks>
internal static class SecurityHeaders
{
    private const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data:; connect-src 'self'; "
        + "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        + "require-trusted-types-for 'script'; trusted-types 'none'";

    private const string DataPolicy = "default-src 'none'; frame-ancestors 'none'";

    private static readonly string[] DataPaths = ["/api", "/v1", "/mcp", "/metrics"];

    public static void Apply(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.XFrameOptions = "DENY";

        // No other site may take a response into itself; those that may use the twin ask by CORS.
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self)";
        if (DataPaths.Any(path => http.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)))
        {
            headers.ContentSecurityPolicy = DataPolicy;
            headers.CacheControl = "no-store";
        }
        else
        {
            headers.ContentSecurityPolicy = PagePolicy;
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
        }

        if (http.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }
    }
}
