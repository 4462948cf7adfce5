using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.SignIn;

/// <summary>Keeps passwords and tokens off lines that others can read.</summary>
internal static class SecureTransport
{
    /// <exception cref="ProblemException">The request came over plain HTTP from elsewhere.</exception>
    public static void Require(HttpContext http)
    {
        if (!http.Request.IsHttps && !HostPolicy.IsLoopbackName(http.Request.Host.Host))
        {
            throw new ProblemException(
                Problems.SignInNeedsHttps, "Put what brings a certificate in front of the twin, and set Access:Proxies.");
        }
    }
}
