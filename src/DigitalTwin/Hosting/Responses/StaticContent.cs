using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace DigitalTwin.Hosting.Responses;

/// <summary>A file that does not change while the program runs, with its tag, and zipped for who takes that.</summary>
/// <param name="content">The file.</param>
/// <param name="contentType">Its media type.</param>
internal sealed class StaticContent(byte[] content, string contentType)
{
    private const int TagLength = 16;

    private readonly string tag = Convert.ToHexStringLower(SHA256.HashData(content))[..TagLength];
    private readonly Lazy<byte[]> zipped = new(() => Zip(content));

    /// <summary>The file, or that the client has it already. How long it may be kept is the caller's to say.</summary>
    public IResult Send(HttpContext http)
    {
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        var isZipped = http.Request.GetTypedHeaders().AcceptEncoding.Any(IsGzip);
        if (isZipped)
        {
            http.Response.Headers.ContentEncoding = "gzip";
        }

        var entityTag = new EntityTagHeaderValue($"\"{tag}{(isZipped ? "-gzip" : "")}\"");
        return TypedResults.Bytes(isZipped ? zipped.Value : content, contentType, entityTag: entityTag);
    }

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
