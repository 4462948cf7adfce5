using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace DigitalTwin.Benchmarks.Systems;

/// <summary>One answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Milliseconds">From the request's first byte to the answer's last.</param>
/// <param name="FirstWord">From the request's first byte to the reply's first word; the whole time where there is none.</param>
/// <param name="Body">The answer as it came, with its headers.</param>
internal sealed record WireAnswer(int Status, double Milliseconds, double FirstWord, string Body);

/// <summary>
/// A client on one kept connection, plain HTTP/1.1 on a socket: a load generator that is dearer than what it measures would measure
/// itself.
/// </summary>
internal sealed class Wire(Uri address) : IAsyncDisposable
{
    private static readonly byte[] Word = Encoding.ASCII.GetBytes(ModelStub.Word);
    private Socket? socket;
    private byte[] buffer = new byte[64 * 1024];

    public static byte[] Post(string message, bool streams, string? ticket = null)
    {
        var body = $$"""{"message":"{{message}}"}""";
        return Request("POST", "/api/chat", streams ? "text/event-stream" : "application/json", body, ticket);
    }

    public static byte[] Get(string path, string? ticket = null) => Request("GET", path, "application/json", "", ticket);

    /// <summary>Sends a request and reads its answer.</summary>
    /// <param name="request">The bytes of it.</param>
    /// <param name="stopAtFirstWord">Leaves the rest of the answer unread: the connection then only holds its stream open.</param>
    public async Task<WireAnswer> SendAsync(ReadOnlyMemory<byte> request, bool stopAtFirstWord = false)
    {
        socket ??= await ConnectAsync();
        var started = Stopwatch.GetTimestamp();
        await socket.SendAsync(request);
        var (length, first) = (0, 0.0);
        while (true)
        {
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var count = await socket.ReceiveAsync(buffer.AsMemory(length));
            if (count == 0)
            {
                throw new IOException($"{address} closed the connection after {Encoding.UTF8.GetString(buffer, 0, length)}");
            }

            length += count;
            if (first == 0 && buffer.AsSpan(0, length).IndexOf(Word) >= 0)
            {
                first = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            }

            if (IsWhole(buffer.AsSpan(0, length)) || (stopAtFirstWord && first > 0))
            {
                var taken = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
                var body = Encoding.UTF8.GetString(buffer, 0, length);
                return new WireAnswer(int.Parse(body.AsSpan(9, 3), CultureInfo.InvariantCulture), taken, first > 0 ? first : taken, body);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        socket?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static byte[] Request(string method, string path, string accept, string body, string? ticket)
    {
        var bearer = ticket is null ? "" : $"Authorization: Bearer {ticket}\r\n";
        return Encoding.UTF8.GetBytes(
            $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\nContent-Type: application/json\r\n{bearer}"
            + $"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }

    // None of the measured systems sends a body of its own with the bytes that end a chunked one.
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        var headers = Encoding.ASCII.GetString(answer[..end]);
        const string Name = "content-length:";
        var at = headers.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
        {
            return answer.EndsWith("0\r\n\r\n"u8);
        }

        var value = headers.AsSpan(at + Name.Length);
        var line = value.IndexOf('\r');
        return answer.Length >= end + 4 + int.Parse(line < 0 ? value : value[..line], CultureInfo.InvariantCulture);
    }

    private async Task<Socket> ConnectAsync()
    {
        var made = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await made.ConnectAsync(address.Host, address.Port);
            return made;
        }
        catch
        {
            made.Dispose();
            throw;
        }
    }
}
