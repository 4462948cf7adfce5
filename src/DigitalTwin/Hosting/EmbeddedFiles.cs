using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DigitalTwin.Hosting;

/// <summary>Serves files that are embedded in the assembly, the same on every host.</summary>
internal static class EmbeddedFiles
{
    /// <summary>Maps a path to a file.</summary>
    /// <param name="routes">The product's routes.</param>
    /// <param name="path">The path that clients request.</param>
    /// <param name="resource">The file's logical name in the assembly.</param>
    /// <exception cref="InvalidOperationException">The assembly has no such file.</exception>
    public static void MapFile(this IEndpointRouteBuilder routes, string path, string resource)
    {
        var content = new StaticContent(Read(resource), ContentTypeOf(resource));
        routes.MapGet(path, (HttpContext http) =>
        {
            // Clients revalidate each time, and get 304 where nothing changed: a new version shows at once.
            http.Response.Headers.CacheControl = "no-cache";
            return content.Send(http);
        }).Admit(Caller.Anyone).ExcludeFromDescription();
    }

    /// <summary>The logical names of the files of a folder, with those of folders in it.</summary>
    /// <param name="folder">The folder's name, without a slash at its end.</param>
    public static IEnumerable<string> In(string folder)
        => typeof(EmbeddedFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith($"{folder}/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static byte[] Read(string resource)
    {
        using var file = typeof(EmbeddedFiles).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The program has no file '{resource}'.");
        using var content = new MemoryStream();
        file.CopyTo(content);
        return content.ToArray();
    }

    private static string ContentTypeOf(string resource) => Path.GetExtension(resource) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".webmanifest" => "application/manifest+json",
        var other => throw new InvalidOperationException($"No content type is known for '{other}'."),
    };
}
