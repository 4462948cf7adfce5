using DigitalTwin.Access.Gate;
using Microsoft.AspNetCore.Routing;

namespace DigitalTwin.Testing;

/// <summary>Who may call what, as the endpoints say it of themselves and as docs/security.md says it.</summary>
public static class AccessTable
{
    /// <summary>A row for each endpoint: method, path, caller, what it counts as.</summary>
    public static IReadOnlyList<string> Of(EndpointDataSource source)
        => [.. source.Endpoints.OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                .Select(method => Row(method, endpoint)))
            .Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The rows of the table in docs/security.md.</summary>
    public static IReadOnlyList<string> InDocuments()
        => [.. RepositoryFiles.Read("docs/security.md").Split("## Who may call what")[1].Split("\n## ")[0].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => string.Join(" | ", line.Trim('|', ' ').Split('|').Select(cell => cell.Trim(' ', '`'))))
            .Order(StringComparer.Ordinal)];

    private static string Row(string method, RouteEndpoint endpoint)
    {
        var admission = endpoint.Metadata.GetMetadata<Admission>()
            ?? throw new InvalidOperationException($"{method} {endpoint.RoutePattern.RawText} says nobody who may call it.");
        var counts = admission.Rates.Select(rate => rate.ToString().ToLowerInvariant()).ToList();
        if (admission.Scope is { } scope)
        {
            counts.Add($"scope {scope}");
        }

        var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/').TrimEnd('/');
        var caller = admission.Caller.ToString().ToLowerInvariant();
        return $"{method} {path} | {caller} | {string.Join(", ", counts)} | {admission.MaxBytes / 1024} KiB";
    }
}
