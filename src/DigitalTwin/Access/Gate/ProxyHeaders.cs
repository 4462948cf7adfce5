using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Access.Gate;

/// <summary>Takes client, host and scheme from what the configured number of proxies say; of others nothing is believed.</summary>
internal sealed class ProxyHeaders(IOptions<AccessOptions> access) : IConfigureOptions<ForwardedHeadersOptions>
{
    public void Configure(ForwardedHeadersOptions options)
    {
        var hops = access.Value.Proxies;
        options.ForwardedHeaders = hops == 0
            ? ForwardedHeaders.None
            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto;
        options.ForwardLimit = Math.Max(1, hops);

        // Proxies have changing addresses in the cloud: their number is what can be known.
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
    }
}
