using System.Net;
using System.Net.Sockets;

namespace DigitalTwin.Testing;

/// <summary>
/// Ports for servers that have to know theirs before they start: below those that the system gives to whoever asks for any, so that nobody
/// takes one between the asking and the start.
/// </summary>
public static class FreePorts
{
    private const int First = 20_000;
    private const int Count = 10_000;

    // Other test processes begin elsewhere.
    private static int next = Environment.ProcessId * 97 % Count;

    /// <summary>A port that is free on this machine.</summary>
    public static int Next()
    {
        for (var i = 0; i < Count; i++)
        {
            var port = First + (Interlocked.Increment(ref next) % Count);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: the next one.
            }
        }

        throw new InvalidOperationException("There is no free port.");
    }
}
