using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Hosting;

/// <summary>Answers HEAD wherever GET is answered: with the same headers and no body.</summary>
/// <remarks>RFC 9110, 9.3.2. Kestrel sends no body for a HEAD request, whatever is written to it.</remarks>
internal static class HeadRequests
{
    /// <summary>Whether the request came in as HEAD: a response that would go on, such as a stream, ends after its headers.</summary>
    public static bool IsHead(HttpContext http) => http.Items.ContainsKey(typeof(HeadRequests));

    /// <summary>Answers the request as if it were GET.</summary>
    public static async Task InvokeAsync(HttpContext http, Func<Task> next)
    {
        if (!HttpMethods.IsHead(http.Request.Method))
        {
            await next();
            return;
        }

        http.Items[typeof(HeadRequests)] = true;
        http.Request.Method = HttpMethods.Get;
        try
        {
            await next();
        }
        finally
        {
            http.Request.Method = HttpMethods.Head;
        }
    }
}
