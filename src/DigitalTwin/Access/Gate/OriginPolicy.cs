using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Access.Gate;

/// <summary>Decides which websites may use the twin.</summary>
internal sealed class OriginPolicy(IOptions<AccessOptions> options)
{
    private readonly HashSet<string> allowed = options.Value.Origins.Select(Normal).ToHashSet(StringComparer.Ordinal);

    /// <summary>Whether pages of this other origin may call the twin.</summary>
    public bool AllowsCrossOrigin(string origin)
        => allowed.Count > 0
            ? allowed.Contains(Normal(origin))
            : Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.IsLoopback;

    /// <summary>Whether the request is allowed: it has no origin, the twin's own, or an allowed one.</summary>
    public bool Allows(HttpRequest request) => IsOwn(request) || AllowsCrossOrigin(OriginOf(request));

    /// <summary>Whether the request comes from a page of the twin's own, or from none.</summary>
    public static bool IsOwn(HttpRequest request)
        => OriginOf(request) is not { Length: > 0 } origin || Normal(origin) == Normal($"{request.Scheme}://{request.Host}");

    /// <summary>The page's origin as its browser sends it; empty for a caller that is not a page.</summary>
    public static string OriginOf(HttpRequest request) => request.Headers.Origin.ToString();

    /// <summary>The host name of the page's origin; empty for a caller that is not a page.</summary>
    public static string SiteOf(HttpRequest request)
        => Uri.TryCreate(OriginOf(request), UriKind.Absolute, out var uri) ? uri.IdnHost.ToLowerInvariant() : "";

    /// <summary>
    /// An origin in the form that browsers send: lower case, the host in its ASCII form, the scheme's usual port left out. What is no
    /// origin stays as it is, and equals none.
    /// </summary>
    /// <remarks>https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin</remarks>
    internal static string Normal(string origin)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.PathAndQuery != "/")
        {
            return origin;
        }

        var host = (uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost).ToLowerInvariant();
        return uri.IsDefaultPort ? $"{uri.Scheme}://{host}" : $"{uri.Scheme}://{host}:{uri.Port}";
    }
}
