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
    /// <summary>A sign of life: a comment, which clients pass over.</summary>
    public const string Heartbeat = ": heartbeat\n\n";

    /// <summary>
    /// The end of a stream that a proxy would end. It has no id: a client's last event stays the last one that it got.
    /// </summary>
    public const string Reconnect = "event: reconnect\ndata: {}\n\n";

    /// <summary>How long a silent stream goes without a sign of life: proxies end those that show none.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <summary>Sends the headers, unless they are out.</summary>
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

    /// <summary>Sets the headers, for an answer that other code begins.</summary>
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
