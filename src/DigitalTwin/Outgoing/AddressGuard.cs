using System.Net;
using System.Net.Sockets;

namespace DigitalTwin.Outgoing;

/// <summary>
/// Tells addresses of the public internet from those that lead inside: to this machine, its network, its cloud's own services.
/// </summary>
/// <remarks>
/// https://www.iana.org/assignments/iana-ipv4-special-registry/ and https://www.iana.org/assignments/iana-ipv6-special-registry/
/// </remarks>
internal static class AddressGuard
{
    // Everything in the registries that is not globally reachable, and multicast.
    private static readonly IPNetwork[] Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7",
            "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    // Azure's own address for its virtual machines' services is a public one.
    private static readonly IPAddress AzureWire = IPAddress.Parse("168.63.129.16");

    private static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");
    private static readonly IPNetwork SixToFour = IPNetwork.Parse("2002::/16");

    /// <summary>Whether an address leads inside; one that carries another address leads where that one leads.</summary>
    public static bool IsInside(IPAddress address)
        => Carried(address) is { } carried
            ? IsInside(carried)
            : address.Equals(AzureWire) || Inside.Any(network => network.Contains(address));

    /// <summary>Whether a URL says by itself that it leads inside. Where a name leads is known when it is looked up.</summary>
    public static bool SaysInside(Uri url)
        => url.IsLoopback || (IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) && IsInside(address));

    private static IPAddress? Carried(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return null;
        }

        var bytes = address.GetAddressBytes();
        return address.IsIPv4MappedToIPv6 || Translated.Contains(address) || IsCompatible(bytes) ? new IPAddress(bytes.AsSpan(12))
            : SixToFour.Contains(address) ? new IPAddress(bytes.AsSpan(2, 4))
            : null;
    }

    // The old form ::a.b.c.d; ::1 and :: are addresses of their own.
    private static bool IsCompatible(byte[] bytes)
        => bytes.AsSpan(0, 12).IndexOfAnyExcept((byte)0) < 0 && bytes.AsSpan(12, 3).IndexOfAnyExcept((byte)0) >= 0;
}
