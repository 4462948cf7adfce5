using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Hosting.Responses;

/// <summary>Tells a refused caller when to come back, and which limit was reached.</summary>
/// <remarks>
/// RFC 9110, 10.2.3; https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
/// </remarks>
internal static class RateHeaders
{
    public const string Limit = "RateLimit";
    public const string Policy = "RateLimit-Policy";

    public static void Apply(IHeaderDictionary headers, ProblemException? refused)
    {
        if (refused?.RetryAfter is not { } wait)
        {
            return;
        }

        // Whole seconds, and none too few.
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (refused.Policy is { } policy)
        {
            headers[Policy] = string.Create(
                CultureInfo.InvariantCulture, $"\"{policy.Name}\";q={policy.Most};w={policy.Window.TotalSeconds:0}");
            headers[Limit] = string.Create(CultureInfo.InvariantCulture, $"\"{policy.Name}\";r=0;t={seconds}");
        }
    }
}
