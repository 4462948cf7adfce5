using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Functions.Tests.Host;

/// <summary>
/// Stands between a worker and the emulator's tables and notes each request: what a behaviour costs is counted, not assumed.
/// </summary>
internal sealed class TableProxy : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Uri target;
    private readonly HttpClient forward = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private TableProxy(WebApplication app, Uri target) => (this.app, this.target) = (app, target);

    /// <summary>Every request since the last <see cref="Take"/>, as method and path.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public Uri Endpoint => new(app.Urls.First());

    public static async Task<TableProxy> StartAsync(Uri target)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var proxy = new TableProxy(app, target);
        app.Run(proxy.ForwardAsync);
        await app.StartAsync();
        return proxy;
    }

    /// <summary>Waits until nothing more is asked for, since a list follows its conversation a moment later, and counts anew.</summary>
    public async Task SettleAsync()
    {
        for (var quiet = 0; quiet < 5; quiet++)
        {
            quiet = Take().Count > 0 ? 0 : quiet;
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The requests so far; counting begins anew.</summary>
    public IReadOnlyList<string> Take()
    {
        var taken = new List<string>();
        while (Requests.TryDequeue(out var request))
        {
            taken.Add(request);
        }

        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        forward.Dispose();
    }

    private async Task ForwardAsync(HttpContext http)
    {
        var path = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(target, path));
        if (http.Request.ContentLength is > 0 || http.Request.Headers.TransferEncoding.Count > 0)
        {
            request.Content = new StreamContent(http.Request.Body);
        }

        http.Request.CopyHeadersTo(request);
        using var response = await forward.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, http.RequestAborted);

        // Once it is done: a test that waits for a write can count on it.
        Requests.Enqueue($"{http.Request.Method} {http.Request.Path}");
        http.Response.StatusCode = (int)response.StatusCode;
        response.CopyHeadersTo(http.Response);
        await response.Content.CopyToAsync(http.Response.Body, http.RequestAborted);
    }
}
