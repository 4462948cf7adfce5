using System.ComponentModel.DataAnnotations;
using DigitalTwin.Access;
using DigitalTwin.Access.Gate;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Tests.Access;

public sealed class OriginPolicyTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("https://twin.example", true)]
    [InlineData("http://localhost:3000", true)]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("https://me.example", false)]
    [InlineData("http://twin.example", false)]
    [InlineData("http://localhost.evil.example", false)]
    [InlineData("null", false)]
    [InlineData("file://", false)]
    public void With_nothing_configured_our_own_pages_and_this_machines_may_call(string? origin, bool allowed)
        => Allows([], origin).ShouldBe(allowed);

    [Theory]
    [InlineData(null, true)]
    [InlineData("https://me.example", true)]
    [InlineData("https://ME.example", true)]
    [InlineData("https://twin.example", true)]
    [InlineData("http://localhost:3000", false)]
    [InlineData("https://me.example.evil.example", false)]
    [InlineData("https://me.example:8443", false)]
    public void Configured_origins_and_our_own_may_call_and_no_others(string? origin, bool allowed)
        => Allows(["https://me.example"], origin).ShouldBe(allowed);

    [Theory]
    [InlineData("https://me.example:443", "https://me.example", true)]
    [InlineData("http://me.example:80", "http://me.example", true)]
    [InlineData("http://me.example:8080", "http://me.example", false)]
    [InlineData("https://müller.example", "https://xn--mller-kva.example", true)]
    [InlineData("https://MÜLLER.example", "https://xn--mller-kva.example", true)]
    [InlineData("https://xn--mller-kva.example", "https://xn--mller-kva.example", true)]
    [InlineData("http://[2001:DB8:0:0::1]:8080", "http://[2001:db8::1]:8080", true)]
    [InlineData("https://me.example", "https://me.example/page", false)]
    [InlineData("https://me.example", "null", false)]
    public void Origins_are_compared_as_browsers_send_them(string setting, string sent, bool allowed)
        => Allows([setting], sent).ShouldBe(allowed);

    [Theory]
    [InlineData("https://me.example", 0)]
    [InlineData("http://localhost:3000", 0)]
    [InlineData("https://me.example/", 1)]
    [InlineData("me.example", 1)]
    [InlineData("*", 1)]
    public void A_setting_that_is_not_an_origin_is_refused(string origin, int errors)
    {
        var options = new AccessOptions { Origins = [origin] };
        options.Validate(new ValidationContext(options)).Count().ShouldBe(errors);
    }

    private static bool Allows(string[] origins, string? origin)
    {
        var request = new DefaultHttpContext().Request;
        (request.Scheme, request.Host) = ("https", new HostString("twin.example"));
        if (origin is not null)
        {
            request.Headers.Origin = origin;
        }

        return new OriginPolicy(Options.Create(new AccessOptions { Origins = origins })).Allows(request);
    }
}
