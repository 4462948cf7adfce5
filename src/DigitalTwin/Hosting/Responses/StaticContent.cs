using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace DigitalTwin.Hosting.Responses;

/// <summary>A file that does not change while the program runs, with its tag, and compressed for who takes that.</summary>
/// <param name="content">The file.</param>
/// <param name="contentType">Its media type.</param>
internal sealed class StaticContent(byte[] content, string contentType)
{
    private const int TagLength = 16;

    private readonly string tag = Convert.ToHexStringLower(SHA256.HashData(content))[..TagLength];
    private readonly (string Encoding, Lazy<byte[]> Content)[] smaller =
    [
        ("br", new(() => Compress(target => new BrotliStream(target, CompressionLevel.SmallestSize), content))),
        ("gzip", new(() => Compress(target => new GZipStream(target, CompressionLevel.SmallestSize), content))),
    ];

    /// <summary>The file, or that the client has it already. How long it may be kept is the caller's to say.</summary>
    public IResult Send(HttpContext http)
    {
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
        var accepted = http.Request.GetTypedHeaders().AcceptEncoding.Where(each => each.Quality is not 0).ToList();
        var (encoding, bytes) = smaller.FirstOrDefault(each => accepted.Any(one => Is(one, each.Encoding)));
        if (encoding is not null)
        {
            http.Response.Headers.ContentEncoding = encoding;
        }

        var entityTag = new EntityTagHeaderValue($"\"{tag}{(encoding is null ? "" : $"-{encoding}")}\"");
        return TypedResults.Bytes(encoding is null ? content : bytes.Value, contentType, entityTag: entityTag);
    }

    private static bool Is(StringWithQualityHeaderValue accepted, string encoding)
        => accepted.Value.Equals(encoding, StringComparison.OrdinalIgnoreCase);

    private static byte[] Compress(Func<Stream, Stream> around, byte[] content)
    {
        using var target = new MemoryStream();
        using (var compressed = around(target))
        {
            compressed.Write(content);
        }

        return target.ToArray();
    }
}
