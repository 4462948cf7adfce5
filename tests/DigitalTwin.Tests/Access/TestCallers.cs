using DigitalTwin.Access;
using DigitalTwin.Access.Gate;
using DigitalTwin.Rates;
using DigitalTwin.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace DigitalTwin.Tests.Access;

/// <summary>Makes what checks callers, for tests of what stands behind it.</summary>
internal static class TestCallers
{
    public const int OperatorPort = 9100;

    /// <summary>Whoever comes by <see cref="OperatorPort"/> is an operator.</summary>
    public static CallerCheck Operators(TimeProvider time)
    {
        var secrets = new SecretCache(
            Substitute.For<ISecretStore>(), new ConfigurationManager(), time, NullLogger<SecretCache>.Instance);
        return Create(time, secrets, Substitute.For<IProgramKeys>(), new RatesOptions(), new AccessOptions { OperatorPort = OperatorPort });
    }

    public static CallerCheck Create(
        TimeProvider time, SecretCache secrets, IProgramKeys programs, RatesOptions rates, AccessOptions access)
        => new(
            new OwnerKey(secrets),
            new TicketService(secrets, new TicketGeneration(Substitute.For<IRowStore>(), time), time),
            programs,
            NoSignIns(),
            new WrongKeys(time, NullLogger<WrongKeys>.Instance),
            RateLimitsOf(rates, time),
            new SessionAddresses(),
            Options.Create(access));

    // A substitute's own default is one that was found.
    private static IOwnerSessions NoSignIns()
    {
        var sessions = Substitute.For<IOwnerSessions>();
        sessions.FindAsync(Arg.Any<HttpContext>()).Returns(default(ValueTask<OwnerCaller?>));
        return sessions;
    }

    public static RateLimits RateLimitsOf(RatesOptions rates, TimeProvider time)
        => new(Options.Create(rates), new SharedRates(Substitute.For<IRowStore>(), new RateSharing(false), time), time);
}
