using DigitalTwin.Hosting;
using DigitalTwin.Rates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Access.Gate;

/// <summary>Finds out who makes a request, by its ticket or key, and counts what the caller does.</summary>
internal sealed class CallerCheck(
    OwnerKey owner,
    TicketService tickets,
    IProgramKeys programs,
    IOwnerSessions sessions,
    WrongKeys wrong,
    RateLimits rates,
    SessionAddresses addresses,
    IOptions<AccessOptions> options)
{
    /// <summary>
    /// Whether the request comes from who may see what operators see; one without the owner's key, on the public port, does not.
    /// </summary>
    /// <exception cref="ProblemException">Wrong keys came from the address, which has to wait.</exception>
    public async ValueTask<bool> IsOperatorAsync(HttpContext http)
    {
        if (IsOperatorPort(http))
        {
            return true;
        }

        if (await FindSignedInAsync(http))
        {
            return true;
        }

        // A visitor's ticket is no attempt to guess a key.
        if (BearerToken.Of(http.Request) is not { } key || TicketService.IsTicket(key))
        {
            return false;
        }

        await EnterWithKeyAsync(http);
        return true;
    }

    /// <summary>Lets the caller in, or does not.</summary>
    /// <exception cref="ProblemException">The request bears no ticket or key that opens the address, or it is one too many.</exception>
    public async ValueTask EnterAsync(HttpContext http, Admission admission)
    {
        switch (admission.Caller)
        {
            case Caller.Operator when IsOperatorPort(http):
                break;
            case Caller.Owner or Caller.Operator:
                await EnterOwnerAsync(http);
                break;
            case Caller.Program:
                await EnterProgramAsync(http, admission);
                break;
            case not (Caller.Anyone or Caller.SignIn):
                await EnterVisitorAsync(http, admission);
                break;
        }
    }

    private bool IsOperatorPort(HttpContext http)
        => options.Value.OperatorPort > 0 && http.Connection.LocalPort == options.Value.OperatorPort;

    private async ValueTask EnterOwnerAsync(HttpContext http)
    {
        if (!await FindSignedInAsync(http))
        {
            await EnterWithKeyAsync(http);
        }
    }

    private async ValueTask<bool> FindSignedInAsync(HttpContext http)
    {
        if (await sessions.FindAsync(http) is not { } signedIn)
        {
            return false;
        }

        http.Features.Set(signedIn);
        return true;
    }

    private async ValueTask EnterWithKeyAsync(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress;
        var key = BearerToken.Of(http.Request) ?? throw new ProblemException(Problems.OwnerKeyInvalid);
        wrong.CheckMayTry(address);
        if (!await owner.IsAsync(key, http.RequestAborted))
        {
            wrong.Failed(address);
            throw new ProblemException(Problems.OwnerKeyInvalid);
        }

        wrong.Succeeded(address);
        http.Features.Set(new OwnerCaller(null));
    }

    private async ValueTask EnterProgramAsync(HttpContext http, Admission admission)
    {
        var address = http.Connection.RemoteIpAddress;
        var key = BearerToken.Of(http.Request) ?? throw new ProblemException(Problems.ApiKeyInvalid);
        wrong.CheckMayTry(address);
        if (await programs.FindAsync(key, http.RequestAborted) is not { } program)
        {
            wrong.Failed(address);
            throw new ProblemException(Problems.ApiKeyInvalid);
        }

        await rates.TakeAsync(RateKind.Program, new RateClient(program.Number, default), http.RequestAborted);
        if (admission.Scope is { } scope && !program.Scopes.Contains(scope, StringComparer.Ordinal))
        {
            throw new ProblemException(Problems.ScopeMissing, $"It needs the scope '{scope}'.");
        }

        http.Features.Set(program);
    }

    private async ValueTask EnterVisitorAsync(HttpContext http, Admission admission)
    {
        var visitor = await IdentifyAsync(http, admission.Caller);
        http.Features.Set(visitor);
        if (visitor.SessionId is { } session)
        {
            addresses.Remember(session, visitor.Address);
            await rates.TakeAsync(RateKind.Request, visitor.ToClient(), http.RequestAborted);
        }
        else if (admission.Rates.Contains(RateKind.Turn))
        {
            // Its first message opens a session.
            await rates.TakeAsync(RateKind.Session, visitor.ToClient(), http.RequestAborted);
        }

        foreach (var kind in admission.Rates)
        {
            await rates.TakeAsync(kind, visitor.ToClient(), http.RequestAborted);
        }
    }

    private async ValueTask<Visitor> IdentifyAsync(HttpContext http, Caller caller)
    {
        var (origin, address) = (OriginPolicy.OriginOf(http.Request), ClientAddress.KeyOf(http));
        if (BearerToken.Of(http.Request) is not { } ticket)
        {
            return caller == Caller.Visitor
                ? new Visitor(null, TicketService.Fingerprint(origin), address, OriginPolicy.SiteOf(http.Request))
                {
                    NewSessionId = SessionId.New(),
                }
                : throw new ProblemException(Problems.TicketMissing);
        }

        try
        {
            var late = caller == Caller.ReturningSession ? TicketService.ReturnTime : TimeSpan.Zero;
            var known = await tickets.ValidateAsync(ticket, ClaimedOrigin(http.Request), http.RequestAborted, late);
            return known with { Address = address, Site = OriginPolicy.SiteOf(http.Request) };
        }
        catch (ProblemException refused) when (refused.Problem == Problems.TicketInvalid)
        {
            // A ticket that is right opens at any time: only who tries wrong ones waits.
            wrong.CheckMayTry(http.Connection.RemoteIpAddress);
            wrong.Failed(http.Connection.RemoteIpAddress);
            throw;
        }
    }

    // Browsers omit the origin of same-origin GETs only.
    private static string? ClaimedOrigin(HttpRequest request)
    {
        var origin = OriginPolicy.OriginOf(request);
        var isOmitted = origin.Length == 0 && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method));
        return isOmitted ? null : origin;
    }
}
