using System.Collections.Frozen;
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
        var content = ContentOf(resource);
        routes.MapGet(path, (HttpContext http) => Send(http, content)).Admit(Caller.Anyone).ExcludeFromDescription();
    }

    /// <summary>
    /// Maps all files of a folder, with those of folders in it, to paths below one. Each is read when it is first asked for.
    /// </summary>
    /// <param name="routes">The product's routes.</param>
    /// <param name="path">The path above them.</param>
    /// <param name="folder">The folder: what their logical names begin with, before a slash.</param>
    public static void MapFolder(this IEndpointRouteBuilder routes, string path, string folder)
    {
        var files = typeof(EmbeddedFiles).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith($"{folder}/", StringComparison.Ordinal))
            .ToFrozenDictionary(name => name[(folder.Length + 1)..], name => new Lazy<StaticContent>(() => ContentOf(name)));
        routes.MapGet($"{path}/{{**file}}", (HttpContext http, string file)
                => files.TryGetValue(file, out var content) ? Send(http, content.Value) : throw new ProblemException(Problems.NotFound))
            .Admit(Caller.Anyone).ExcludeFromDescription();
    }

    private static IResult Send(HttpContext http, StaticContent content)
    {
        // Clients revalidate each time, and get 304 where nothing changed: a new version shows at once.
        http.Response.Headers.CacheControl = "no-cache";
        return content.Send(http);
    }

    private static StaticContent ContentOf(string resource) => new(Read(resource), ContentTypeOf(resource));

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
