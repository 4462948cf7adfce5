using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Access.Gate;

/// <summary>
/// The client's address as its doings are counted: an IPv4 address, or the first 64 bits of an IPv6 one, all of which one household has.
/// It is the connection's, or, behind the configured number of proxies, the one that the outermost of them saw.
/// </summary>
internal static class ClientAddress
{
    // Addresses of the two kinds must not meet.
    private const ulong FourMark = 4;
    private const ulong SixMark = 6;

    public static UInt128 KeyOf(HttpContext http) => KeyOf(http.Connection.RemoteIpAddress);

    public static UInt128 KeyOf(IPAddress? address)
    {
        if (address is null)
        {
            return UInt128.Zero;
        }

        Span<byte> bytes = stackalloc byte[16];
        Plain(address).TryWriteBytes(bytes, out var length);
        return length == 4
            ? new UInt128(FourMark, BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : new UInt128(SixMark, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    /// <summary>The network of an address, for a log that keeps no addresses: the first 24 bits, or 48 of an IPv6 one.</summary>
    public static string NetworkOf(IPAddress? address)
    {
        if (address is null)
        {
            return "unknown";
        }

        var bytes = Plain(address).GetAddressBytes();
        var kept = bytes.Length == 4 ? 3 : 6;
        bytes.AsSpan(kept).Clear();
        return $"{new IPAddress(bytes)}/{kept * 8}";
    }

    private static IPAddress Plain(IPAddress address)
        => address.AddressFamily == AddressFamily.InterNetworkV6 && address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
