using DigitalTwin.Hosting;
using DigitalTwin.Hosting.Responses;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Widget;

/// <summary>What a website needs to embed the widget.</summary>
/// <param name="Version">A hash of the script: 12 hex digits.</param>
/// <param name="Integrity">The value of the script's <c>integrity</c> attribute.</param>
public sealed record WidgetView(string Version, string Integrity);

/// <summary>Serves the widget to every website.</summary>
internal sealed class WidgetEndpoints(WidgetBundle bundle)
{
    private readonly StaticContent script = new(bundle.Content, "text/javascript; charset=utf-8");

    /// <summary>
    /// <c>GET /widget.js</c>; with the version as <c>?v=</c> it is cached for good, without it it is revalidated each hour.
    /// </summary>
    public IResult GetScript(HttpContext http)
    {
        var headers = http.Response.Headers;

        // Public, whatever origins may use the twin: a page that checks the integrity must be allowed to read the script.
        headers.AccessControlAllowOrigin = "*";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.CacheControl = http.Request.Query["v"] == bundle.Version
            ? "public, max-age=31536000, immutable"
            : "public, max-age=3600, stale-while-revalidate=86400";
        return script.Send(http);
    }

    /// <summary><c>GET /api/widget</c></summary>
    public IResult Get() => TypedResults.Json(new WidgetView(bundle.Version, bundle.Integrity), ProductJson.Api.WidgetView);
}
