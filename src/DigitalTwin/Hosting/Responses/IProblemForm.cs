using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Hosting.Responses;

/// <summary>A form of problems that the clients of some addresses expect instead of <c>application/problem+json</c>.</summary>
internal interface IProblemForm
{
    /// <summary>Whether the clients of an address expect this form.</summary>
    bool IsFor(PathString path);

    /// <summary>Writes the body; the status is set.</summary>
    Task WriteAsync(HttpContext http, Problem problem, string? detail, IReadOnlyList<string>? fields);
}
