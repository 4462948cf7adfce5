using System.Diagnostics.Metrics;
using DigitalTwin.Hosting;
using DigitalTwin.Rates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Access.Gate;

/// <summary>
/// Checks every request on every host, cheapest first: host, size, origin, ticket or key, rate. What a turn costs is checked where it is
/// spent, what a body says where it is read. A refusal costs no model call and no write.
/// </summary>
internal sealed class PublicGate
{
    private const int MostHeld = 256;

    private readonly HostPolicy hosts;
    private readonly OriginPolicy origins;
    private readonly CallerCheck callers;
    private readonly IOwnerActs acts;
    private readonly TimeProvider time;
    private readonly TimeSpan pause;
    private readonly Counter<long> refusals;
    private int held;

    public PublicGate(
        HostPolicy hosts,
        OriginPolicy origins,
        CallerCheck callers,
        IOwnerActs acts,
        IOptions<RatesOptions> rates,
        IMeterFactory meters,
        TimeProvider time)
    {
        (this.hosts, this.origins, this.callers, this.acts, this.time) = (hosts, origins, callers, acts, time);
        pause = TimeSpan.FromMilliseconds(rates.Value.Enabled ? rates.Value.RefusalPause : 0);
        refusals = meters.Create(Telemetry.Name)
            .CreateCounter<long>("digitaltwin.gate.refusals", "{request}", "Requests that were refused, by the problem's code.");
    }

    /// <summary>Lets the request through, or refuses it.</summary>
    public async Task InvokeAsync(HttpContext http, Func<Task> next)
    {
        try
        {
            var admission = await EnterAsync(http);
            await (IsAct(http, admission) ? acts.DoAsync(http, next) : next());
        }
        catch (ProblemException refused) when (IsRefusal(refused.Problem))
        {
            refusals.Add(1, new KeyValuePair<string, object?>("reason", refused.Problem.Code));
            await HoldAsync(refused, http.RequestAborted);
            throw;
        }
    }

    // What the owner only looks at changes nothing.
    private static bool IsAct(HttpContext http, Admission? admission)
        => admission?.Caller == Caller.Owner
            && !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);

    private async ValueTask<Admission?> EnterAsync(HttpContext http)
    {
        hosts.Check(http);
        if (http.GetEndpoint()?.Metadata.GetMetadata<Admission>() is not { } admission)
        {
            // There is no such address, or no such method.
            return null;
        }

        RequestBody.MakeRoom(http, admission.MaxBytes);
        if (http.Request.ContentLength > admission.MaxBytes)
        {
            throw RequestBody.TooLarge(admission.MaxBytes);
        }

        var isFromFine = admission.Caller switch
        {
            Caller.Anyone => true,
            Caller.SignIn => OriginPolicy.IsOwn(http.Request),
            _ => origins.Allows(http.Request),
        };
        if (!isFromFine)
        {
            throw new ProblemException(Problems.OriginNotAllowed);
        }

        await callers.EnterAsync(http, admission);
        return admission;
    }

    private static bool IsRefusal(Problem problem)
        => problem.Status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status413PayloadTooLarge
            or StatusCodes.Status421MisdirectedRequest or StatusCodes.Status429TooManyRequests
            || problem == Problems.TooBusy;

    // Who asks again at once, whatever the answer, is answered more slowly: else refusing would cost more than answering.
    private async Task HoldAsync(ProblemException refused, CancellationToken cancellationToken)
    {
        if (refused.RetryAfter is null || pause == TimeSpan.Zero)
        {
            return;
        }

        try
        {
            if (Interlocked.Increment(ref held) <= MostHeld)
            {
                await Task.Delay(pause, time, cancellationToken);
            }
        }
        finally
        {
            Interlocked.Decrement(ref held);
        }
    }
}
