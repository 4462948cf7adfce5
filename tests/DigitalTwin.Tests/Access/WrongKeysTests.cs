using System.Net;
using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DigitalTwin.Tests.Access;

public sealed class WrongKeysTests
{
    private static readonly IPAddress Address = IPAddress.Parse("203.0.113.9");

    private readonly ManualTime time = new();
    private readonly WrongKeys wrong;

    public WrongKeysTests() => wrong = new WrongKeys(time, NullLogger<WrongKeys>.Instance);

    [Fact]
    public void Wrong_keys_are_forgotten_after_a_while()
    {
        Fail(19);
        wrong.CheckMayTry(Address);
        time.Advance(TimeSpan.FromMinutes(15));
        Fail(19);
        wrong.CheckMayTry(Address);
        Fail(1);
        Should.Throw<ProblemException>(() => wrong.CheckMayTry(Address)).RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        wrong.CheckMayTry(IPAddress.Parse("203.0.113.10"));
    }

    [Fact]
    public void A_right_key_begins_anew()
    {
        Fail(20);
        Should.Throw<ProblemException>(() => wrong.CheckMayTry(Address));
        wrong.Succeeded(Address);
        wrong.CheckMayTry(Address);
    }

    private void Fail(int times)
    {
        for (var i = 0; i < times; i++)
        {
            wrong.Failed(Address);
        }
    }
}
