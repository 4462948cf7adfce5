using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DigitalTwin.Activities;

/// <summary>Writes down every request of the owner that may change something: who, which endpoint, which id, how it ended.</summary>
internal sealed class OwnerActs(ActivityLog log) : IOwnerActs
{
    private const string KindOfOwner = "owner";
    private const int ShownOfSession = 8;

    /// <inheritdoc/>
    public Task DoAsync(HttpContext http, Func<Task> act)
    {
        var name = http.GetEndpoint()!.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName;
        var entry = ActivityLog.New(WhoOf(http), KindOfOwner, name) with
        {
            Target = TargetOf(http.Request.RouteValues),
        };
        return log.DoAsync(entry, DoAsync, error => ProblemMapper.Map(error).Code, http.RequestAborted);

        async Task<string> DoAsync()
        {
            await act();
            return http.Response.StatusCode < StatusCodes.Status400BadRequest
                ? ActivityLog.Done
                : FormattableString.Invariant($"{http.Response.StatusCode}");
        }
    }

    /// <summary>How the owner of a request stands in the log.</summary>
    public static string WhoOf(HttpContext http)
        => OwnerCaller.Of(http).SessionId is { } session ? Name(session) : "owner";

    /// <summary>How an owner who signed in stands in the log.</summary>
    public static string Name(string session) => $"owner:{session[..ShownOfSession]}";

    private static string? TargetOf(RouteValueDictionary values)
        => values.Count == 0 ? null : string.Join('/', values.Values);
}
