using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.LocalHost.Tests.Widget;

/// <summary>Somebody's website, of another origin than the twin.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly WebApplication app;

    private Site(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    /// <param name="html">The page.</param>
    /// <param name="policy">Its content security policy.</param>
    /// <param name="files">Further files by path: content type and text.</param>
    public static async Task<Site> StartAsync(
        string html, string? policy = null, IReadOnlyDictionary<string, (string Type, string Text)>? files = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/", (HttpContext http) =>
        {
            if (policy is not null)
            {
                http.Response.Headers.ContentSecurityPolicy = policy;
            }

            return TypedResults.Text(html, "text/html; charset=utf-8");
        });
        foreach (var (path, (type, text)) in files ?? new Dictionary<string, (string Type, string Text)>())
        {
            app.MapGet(path, () => TypedResults.Text(text, type));
        }

        await app.StartAsync();
        return new Site(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
