using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Access.Gate;

internal static class ProxyHeaders
{
    /// <summary>Takes client, host and scheme from what the configured number of proxies say; of others nothing is believed.</summary>
    public static void UseProxies(this IApplicationBuilder app)
    {
        var hops = app.ApplicationServices.GetRequiredService<IOptions<AccessOptions>>().Value.Proxies;
        if (hops == 0)
        {
            return;
        }

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto,
            ForwardLimit = hops,
        };

        // Proxies have changing addresses in the cloud: their number is what can be known.
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        app.UseForwardedHeaders(options);
    }
}
