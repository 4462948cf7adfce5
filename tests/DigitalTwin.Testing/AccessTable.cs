using System.Text.RegularExpressions;
using DigitalTwin.Access.Gate;
using Microsoft.AspNetCore.Routing;

namespace DigitalTwin.Testing;

/// <summary>Who may call what, as the endpoints say it of themselves and as docs/security.md says it.</summary>
public static partial class AccessTable
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

    /// <summary>Calls every address of the documents' table without anything to show: who is let in is who the table says.</summary>
    /// <param name="stranger">A client without ticket and key.</param>
    public static async Task WalkAsync(TwinClient stranger)
    {
        foreach (var row in InDocuments())
        {
            var cells = row.Split(" | ");
            var (method, route) = (cells[0].Split(' ')[0], cells[0].Split(' ')[1]);
            var path = ExampleOf(route);
            var answer = await stranger.SendAsync(new HttpMethod(method), path);
            var refusal = cells[1] switch
            {
                "owner" or "operator" => "owner_key_invalid",
                "session" or "returningsession" => "ticket_missing",
                "program" => "api_key_invalid",
                "signin" when path.EndsWith("/refresh", StringComparison.Ordinal) => "sign_in_expired",
                _ => null,
            };
            (refusal is null ? answer is { Status: not (401 or 403 or 405), Code: not "not_found" } : CodeOf(answer) == refusal)
                .ShouldBeTrue($"{row}: {answer.Status} {answer.Code}");
            stranger.Ticket = null;
        }
    }

    /// <summary>A path of a route: of a folder a file that there is, else anything.</summary>
    public static string ExampleOf(string route) => PlaceHolder().Replace(route, place => (place.Value, route.TrimStart('/')[0]) switch
    {
        ("{**file}", 'o') => "main.js",
        ("{**file}", _) => "define.js",
        ("{id}", _) => new string('a', 32),
        _ => "x",
    });

    // Of OpenAI's addresses the problem has OpenAI's form.
    private static string? CodeOf(Answer answer)
        => answer.Code ?? (answer.Json.TryGetProperty("error", out var error) ? error.GetProperty("code").GetString() : null);

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

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex PlaceHolder();
}
