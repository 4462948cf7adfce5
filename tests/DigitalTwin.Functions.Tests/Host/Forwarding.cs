using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Functions.Tests.Host;

/// <summary>The headers of what is sent on to another server, and of what it answers.</summary>
internal static class Forwarding
{
    public static void CopyHeadersTo(this HttpRequest original, HttpRequestMessage request)
    {
        foreach (var (name, values) in original.Headers.Where(header => header.Key is not ("Host" or "Transfer-Encoding")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }
    }

    /// <summary>Says for whom a request is sent on, as the real host does, whatever the caller says of itself.</summary>
    public static void TellOf(this HttpRequestMessage request, HttpRequest original)
    {
        Tell(request, "X-Forwarded-For", original.HttpContext.Connection.RemoteIpAddress!.ToString());
        Tell(request, "X-Forwarded-Host", original.Host.Value!);
        Tell(request, "X-Forwarded-Proto", original.Scheme);
    }

    private static void Tell(HttpRequestMessage request, string header, string value)
    {
        request.Headers.Remove(header);
        request.Headers.Add(header, value);
    }

    public static void CopyHeadersTo(this HttpResponseMessage original, HttpResponse response)
    {
        var headers = original.Headers.Concat(original.Content.Headers);
        foreach (var (name, values) in headers.Where(header => header.Key != "Transfer-Encoding"))
        {
            response.Headers[name] = values.ToArray();
        }
    }
}
