using System.Text;
using DigitalTwin.Hosting.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Hosting;

/// <summary>A response of server-sent events, with buffering off on the whole path to the client.</summary>
/// <remarks>https://html.spec.whatwg.org/multipage/server-sent-events.html</remarks>
internal static class EventStream
{
    /// <summary>Sends the headers, unless they were sent already.</summary>
    public static async Task BeginAsync(HttpContext http)
    {
        if (http.Response.HasStarted)
        {
            return;
        }

        Prepare(http);
        http.RequestServices.GetRequiredService<StreamMetrics>().Opened(http.Response);
        await http.Response.StartAsync(http.RequestAborted);
    }

    /// <summary>Sets the headers of a response that another component starts.</summary>
    public static void Prepare(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
    }

    /// <summary>Sends text unchanged, and flushes it.</summary>
    public static async Task SendAsync(HttpResponse response, string text, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }
}
