using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace DigitalTwin.Benchmarks.Abuse;

/// <summary>A client with an address of its own, on the machine's own network.</summary>
internal sealed class Client : IDisposable
{
    private readonly HttpClient http;

    public Client(Uri twin, IPAddress address)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancellationToken) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(address, 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        http = new HttpClient(handler) { BaseAddress = twin, Timeout = TimeSpan.FromSeconds(30) };
    }

    public string? Ticket { get; set; }

    public string? Session { get; private set; }

    public void Dispose() => http.Dispose();

    /// <summary>Sends a request.</summary>
    /// <returns>The status, and how long the whole answer took.</returns>
    public async Task<(int Status, TimeSpan Took)> SendAsync(
        HttpMethod method, string path, string? json, CancellationToken cancellationToken, string? bearer = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if ((bearer ?? Ticket) is { } token)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        }

        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        var began = Stopwatch.GetTimestamp();
        using var answer = await http.SendAsync(request, cancellationToken);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        var took = Stopwatch.GetElapsedTime(began);
        if (answer.IsSuccessStatusCode && text.Contains("\"ticket\"", StringComparison.Ordinal))
        {
            using var body = JsonDocument.Parse(text);
            Ticket = body.RootElement.GetProperty("ticket").GetString();
            Session = body.RootElement.GetProperty("sessionId").GetString();
        }

        return ((int)answer.StatusCode, took);
    }

    public Task<(int Status, TimeSpan Took)> ChatAsync(string message, CancellationToken cancellationToken)
        => SendAsync(HttpMethod.Post, "/api/chat", $$"""{"message":"{{message}}"}""", cancellationToken);
}
