using System.Reflection;
using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.Health;

/// <summary>Reports whether the process is up, and whether its dependencies are available.</summary>
internal sealed partial class HealthEndpoints(
    IEnumerable<IReadinessCheck> checks,
    CallerCheck callers,
    TimeProvider time,
    ILogger<HealthEndpoints> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly string Version = typeof(HealthEndpoints).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    /// <summary>Whether the process is up.</summary>
    public static IResult Get() => TypedResults.Json(new HealthView("healthy", Version), ProductJson.Api.HealthView);

    /// <summary><c>GET /api/health/ready</c>: 503 where the twin cannot answer.</summary>
    public async Task<IResult> GetReadyAsync(HttpContext http)
    {
        var dependencies = await Task.WhenAll(checks.Select(check => LookAsync(check, http.RequestAborted)));
        var worst = dependencies.Max(dependency => dependency.Status);

        // Strangers are not told what the twin runs on, nor what is wrong with it.
        if (!await callers.IsOperatorAsync(http))
        {
            dependencies = [.. dependencies.Select(dependency => new DependencyView(dependency.Name, dependency.Status, null, null))];
        }

        return TypedResults.Json(
            new ReadinessView(worst, dependencies),
            ProductJson.Api.ReadinessView,
            statusCode: worst == ReadinessStatus.Unavailable ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }

    private async Task<DependencyView> LookAsync(IReadinessCheck check, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var found = await RunAsync(check, cancellationToken);
        return new DependencyView(check.Name, found.Status, Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 2), found.Detail);
    }

    private async Task<Readiness> RunAsync(IReadinessCheck check, CancellationToken cancellationToken)
    {
        try
        {
            return await check.CheckAsync(cancellationToken).WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return new Readiness(ReadinessStatus.Unavailable, $"No answer within {Patience.TotalSeconds:0} s.");
        }
        catch (StorageFaultException fault)
        {
            LogFailed(logger, check.Name, fault);
            return new Readiness(ReadinessStatus.Unavailable, fault.Message);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(logger, check.Name, error);
            return new Readiness(ReadinessStatus.Unavailable, "It cannot be reached; the log says why.");
        }
    }

    [LoggerMessage(EventId = 1101, Level = LogLevel.Error, Message = "The readiness check of {Dependency} failed")]
    private static partial void LogFailed(ILogger logger, string dependency, Exception error);
}
