using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Access;

/// <summary>Decides which websites may use the twin.</summary>
internal sealed class OriginPolicy(IOptions<AccessOptions> options)
{
    /// <summary>Whether pages of this other origin may call the twin.</summary>
    public bool AllowsCrossOrigin(string origin)
        => options.Value.Origins.Count > 0
            ? options.Value.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase)
            : Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.IsLoopback;

    /// <summary>Whether the request is allowed: it has no origin, the twin's own, or an allowed one.</summary>
    public bool Allows(HttpRequest request)
        => OriginOf(request) is not { Length: > 0 } origin
            || origin.Equals(OwnOrigin(request), StringComparison.OrdinalIgnoreCase)
            || AllowsCrossOrigin(origin);

    /// <summary>The page's origin as its browser sends it; empty for a caller that is not a page.</summary>
    public static string OriginOf(HttpRequest request) => request.Headers.Origin.ToString();

    private static string OwnOrigin(HttpRequest request) => $"{request.Scheme}://{request.Host}";
}
