using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using DigitalTwin.Hosting.Responses;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Hosting;

/// <summary>
/// Surrounds every request on every host: a correlation id, security headers, and all problems in one form. Hosts add it
/// as their outermost middleware.
/// </summary>
internal sealed partial class RequestFrame(IEnumerable<IProblemForm> forms, ILogger<RequestFrame> logger)
{
    /// <summary>The header that carries the correlation id, in and out.</summary>
    public const string CorrelationHeader = "X-Correlation-ID";

    private const int ClientClosedRequest = 499;

    /// <summary>The correlation id of a request that passed through the frame.</summary>
    public static string? CorrelationId(HttpContext http) => http.Items[typeof(RequestFrame)] as string;

    public async Task InvokeAsync(HttpContext http, Func<Task> next)
    {
        var id = IncomingId(http.Request) ?? Guid.NewGuid().ToString("N");
        http.Items[typeof(RequestFrame)] = id;
        http.Response.Headers[CorrelationHeader] = id;
        SecurityHeaders.Apply(http);
        using var scope = logger.BeginScope(new Dictionary<string, object> { ["CorrelationId"] = id });
        try
        {
            await next();
            if (!http.Response.HasStarted && FromStatus(http.Response) is { } problem)
            {
                await WriteAsync(http, problem, null, null);
            }
        }
        catch (Exception error) when (IsClientGone(http, error))
        {
            SetStatus(http, ClientClosedRequest);
        }
        catch (Exception error)
        {
            await HandleAsync(http, error);
        }
    }

    private async Task HandleAsync(HttpContext http, Exception error)
    {
        var problem = ProblemMapper.Map(error);
        if (problem.Status >= 500 && problem.Status != StatusCodes.Status501NotImplemented)
        {
            LogFailed(logger, problem.Code, error);

            // Also an event of the request's span, where error trackers look for it.
            Activity.Current?.AddException(error);
        }

        if (http.Response.HasStarted)
        {
            // A part of the response was sent already: aborting the connection is the only way to report the failure.
            http.Abort();
            return;
        }

        var known = error as ProblemException;
        RateHeaders.Apply(http.Response.Headers, known);
        await WriteAsync(http, problem, known?.Detail, known?.Fields);
    }

    private static bool IsClientGone(HttpContext http, Exception error)
        => error is ConnectionResetException
            || (error is OperationCanceledException && http.RequestAborted.IsCancellationRequested);

    private async Task WriteAsync(HttpContext http, Problem problem, string? detail, IReadOnlyList<string>? fields)
    {
        http.Response.StatusCode = problem.Status;
        if (problem.Status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }

        if (forms.FirstOrDefault(form => form.IsFor(http.Request.Path)) is { } expected)
        {
            await expected.WriteAsync(http, problem, detail, fields);
            return;
        }

        http.Response.ContentType = "application/problem+json";
        var body = ProblemBody.Of(http, problem, detail, fields);
        await JsonSerializer.SerializeAsync(http.Response.Body, body, ProductJson.Api.ProblemBody, http.RequestAborted);
    }

    // Routing answers with a status and no body.
    private static Problem? FromStatus(HttpResponse response)
        => response is { ContentLength: null, ContentType: null } ? response.StatusCode switch
    {
        StatusCodes.Status404NotFound => Problems.NotFound,
        StatusCodes.Status405MethodNotAllowed => Problems.MethodNotAllowed,
        StatusCodes.Status415UnsupportedMediaType => Problems.UnsupportedMediaType,
        _ => null,
    }
    : null;

    private static void SetStatus(HttpContext http, int status)
    {
        if (!http.Response.HasStarted)
        {
            http.Response.StatusCode = status;
        }
    }

    private static string? IncomingId(HttpRequest request)
        => request.Headers[CorrelationHeader] is [{ } id] && IdPattern().IsMatch(id) ? id : null;

    [GeneratedRegex(@"\A[A-Za-z0-9._-]{1,64}\z")]
    private static partial Regex IdPattern();

    [LoggerMessage(EventId = 1001, Level = LogLevel.Error, Message = "A request failed with {Code}")]
    private static partial void LogFailed(ILogger logger, string code, Exception error);
}
