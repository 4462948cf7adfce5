using System.Net;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Access.Gate;

/// <summary>
/// Decides under which host names the twin answers, so that no page can have its own name point at the twin and read it as its own (DNS
/// rebinding): on a loopback address the loopback names, elsewhere plain addresses too, and everywhere the configured names.
/// </summary>
/// <remarks>
/// An address cannot be rebound. Behind a proxy the name is the one that was forwarded. Azure sets <c>WEBSITE_HOSTNAME</c>.
/// Source: https://en.wikipedia.org/wiki/DNS_rebinding
/// </remarks>
internal sealed class HostPolicy(IOptions<AccessOptions> options)
{
    /// <summary>Checks the request's host.</summary>
    /// <exception cref="ProblemException">The twin does not answer under this name.</exception>
    public void Check(HttpContext http)
    {
        if (!Allows(http.Request.Host.Host, http.Connection.LocalIpAddress))
        {
            throw new ProblemException(Problems.HostNotAllowed, "The owner can add it to Access:Hosts.");
        }
    }

    /// <summary>Whether the twin answers.</summary>
    /// <param name="host">The host of the request, without its port.</param>
    /// <param name="local">The twin's own address, at which the request came in.</param>
    public bool Allows(string host, IPAddress? local)
    {
        var name = host.TrimEnd('.');
        return IsLoopbackName(name)
            || options.Value.Hosts.Contains(name, StringComparer.OrdinalIgnoreCase)
            || (local is not null && !IPAddress.IsLoopback(local) && IPAddress.TryParse(name.Trim('[', ']'), out _));
    }

    /// <summary>Whether a name is one that a machine has for itself: a browser that uses it is on that machine.</summary>
    public static bool IsLoopbackName(string name)
        => name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
