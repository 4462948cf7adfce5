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

    public static void CopyHeadersTo(this HttpResponseMessage original, HttpResponse response)
    {
        var headers = original.Headers.Concat(original.Content.Headers);
        foreach (var (name, values) in headers.Where(header => header.Key != "Transfer-Encoding"))
        {
            response.Headers[name] = values.ToArray();
        }
    }
}
