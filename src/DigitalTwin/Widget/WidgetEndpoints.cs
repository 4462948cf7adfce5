using System.IO.Compression;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace DigitalTwin.Widget;

/// <summary>What a website needs to embed the widget.</summary>
/// <param name="Version">A hash of the script: 12 hex digits.</param>
/// <param name="Integrity">The value of the script's <c>integrity</c> attribute.</param>
public sealed record WidgetView(string Version, string Integrity);

/// <summary>Serves the widget to every website.</summary>
internal sealed class WidgetEndpoints(WidgetBundle bundle)
{
    private readonly Lazy<byte[]> zipped = new(() => Zip(bundle.Content));

    /// <summary>
    /// <c>GET /widget.js</c>; with the version as <c>?v=</c> it is cached for good, without it it is revalidated each hour.
    /// </summary>
    public IResult GetScript(HttpContext http)
    {
        var headers = http.Response.Headers;

        // Public, whatever origins may use the twin: a page that checks the integrity must be allowed to read the script.
        headers.AccessControlAllowOrigin = "*";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.Vary = HeaderNames.AcceptEncoding;
        headers.CacheControl = http.Request.Query["v"] == bundle.Version
            ? "public, max-age=31536000, immutable"
            : "public, max-age=3600, stale-while-revalidate=86400";
        var isZipped = http.Request.GetTypedHeaders().AcceptEncoding.Any(IsGzip);
        if (isZipped)
        {
            headers.ContentEncoding = "gzip";
        }

        var tag = new EntityTagHeaderValue($"\"{bundle.Version}{(isZipped ? "-gzip" : "")}\"");
        return TypedResults.Bytes(isZipped ? zipped.Value : bundle.Content, "text/javascript; charset=utf-8", entityTag: tag);
    }

    /// <summary><c>GET /api/widget</c></summary>
    public IResult Get() => TypedResults.Json(new WidgetView(bundle.Version, bundle.Integrity), ProductJson.Api.WidgetView);

    private static bool IsGzip(StringWithQualityHeaderValue encoding)
        => encoding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && encoding.Quality is not 0;

    private static byte[] Zip(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.SmallestSize))
        {
            gzip.Write(content);
        }

        return target.ToArray();
    }
}
