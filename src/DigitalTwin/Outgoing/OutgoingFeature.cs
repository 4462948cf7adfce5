using DigitalTwin.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.Outgoing;

internal static class OutgoingFeature
{
    public static IServiceCollection AddOutgoing(this IServiceCollection services)
        => services.AddSettings<OutgoingOptions>("Outgoing").AddSingleton<OutgoingClient>();
}
