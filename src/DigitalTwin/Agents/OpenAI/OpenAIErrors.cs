using System.Text.Json;
using DigitalTwin.Hosting;
using DigitalTwin.Hosting.Responses;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Agents.OpenAI;

/// <summary>Problems in the shape of OpenAI's errors, for every address below <c>/v1</c>.</summary>
/// <remarks>https://platform.openai.com/docs/guides/error-codes</remarks>
internal sealed class OpenAIErrors : IProblemForm
{
    public bool IsFor(PathString path) => path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase);

    public Task WriteAsync(HttpContext http, Problem problem, string? detail, IReadOnlyList<string>? fields)
    {
        http.Response.ContentType = "application/json; charset=utf-8";
        var body = Of(problem, detail, fields);
        return JsonSerializer.SerializeAsync(http.Response.Body, body, CompletionJson.Api.CompletionErrorBody, http.RequestAborted);
    }

    /// <summary>A problem as an error.</summary>
    public static CompletionErrorBody Of(Problem problem, string? detail = null, IReadOnlyList<string>? fields = null)
    {
        var type = problem.Status switch
        {
            StatusCodes.Status401Unauthorized => "authentication_error",
            StatusCodes.Status403Forbidden => "permission_error",
            StatusCodes.Status429TooManyRequests => "rate_limit_error",
            >= 500 => "server_error",
            _ => "invalid_request_error",
        };
        var message = detail is null ? problem.Title : $"{problem.Title} {detail}";
        var field = fields is { Count: > 0 } ? fields[0] : null;
        return new CompletionErrorBody(new CompletionError(message, type, field, problem.Code));
    }
}
