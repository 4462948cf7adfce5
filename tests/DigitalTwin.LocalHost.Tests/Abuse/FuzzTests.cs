using System.Net;
using System.Net.Sockets;
using System.Text;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests.Abuse;

/// <summary>
/// Requests that nobody means: bodies, headers, tickets and paths of any bytes. Nothing of it is a defect of ours (500), and nothing hangs.
/// The same requests each time; with <c>FUZZ_SECONDS</c>, others for as long.
/// </summary>
public sealed class FuzzTests
{
    private static readonly string[] Seeds =
    [
        "{\"message\":\"Hello\"}", "{\"message\":\"Hello\",\"messageId\":\"a\",\"locale\":\"en\",\"attachments\":[]}",
        "{\"model\":\"digital-twin\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],\"stream\":true}",
        "{\"model\":\"digital-twin\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"Hello\"}]}]}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"ask_twin\",\"arguments\":{\"question\":\"Who?\"}}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{}}}",
        "{\"rating\":\"up\",\"note\":\"good\"}", "{\"answer\":\"yes\"}",
        "{\"name\":\"n\",\"contact\":\"a@b.example\",\"message\":\"m\",\"consent\":true}",
        "{\"day\":1,\"month\":2}", "{\"name\":\"n\",\"scopes\":[\"ask\"],\"expiresAt\":\"2030-01-01T00:00:00Z\",\"dailyRequests\":5}",
        "---\nname: Me\nlinks:\n  - a: b\n---\n# One\n\nText {private}\n\n## Two\n- a\n",
    ];

    private const int Requests = 1_500;

    private static readonly (string Method, string Path)[] Targets =
    [
        ("POST", "/api/chat"), ("POST", "/api/sessions"), ("GET", "/api/sessions/{s}"),
        ("GET", "/api/sessions/{s}/messages?before=1&limit=2"),
        ("POST", "/api/sessions/{s}/leads"), ("POST", "/api/turns/{s}.a/feedback"), ("POST", "/api/turns/{s}.a/clarify"),
        ("GET", "/api/turns/{s}.a/events"), ("POST", "/v1/chat/completions"), ("POST", "/v1/responses"), ("GET", "/v1/models/x"),
        ("POST", "/mcp"), ("POST", "/api/owner/persona/check"), ("POST", "/api/owner/persona/import"), ("PUT", "/api/owner/limits"),
        ("POST", "/api/owner/keys"), ("GET", "/api/owner/inbox?kind=leads&state=open&before=1"),
        ("GET", "/api/owner/usage?from=2026-01-01&by=day"),
        ("POST", "/api/chat/voice?locale=en"), ("DELETE", "/api/owner/keys/0123456789abcdef"),
    ];

    [Fact]
    public async Task Nothing_that_is_sent_is_a_defect_and_nothing_hangs()
    {
        var isLong = int.TryParse(Environment.GetEnvironmentVariable("FUZZ_SECONDS"), out var seconds);
        var seed = isLong ? Environment.TickCount : 15;
        var random = new Random(seed);
        await using var host = await TwinHost.StartAsync();
        await host.Client.ChatAsync("Hello");
        var tokens = await TokensAsync(host);
        var (until, sent) = (TimeProvider.System.GetUtcNow().AddSeconds(seconds), 0);
        while (isLong ? TimeProvider.System.GetUtcNow() < until : sent < Requests)
        {
            var request = Make(random, host.Client.SessionId!, tokens);
            var status = await SendAsync(host.Address, request);
            (status is 0 or (>= 100 and < 500) or 501 or 503).ShouldBeTrue(
                $"seed {seed}, request {sent}: {status}\n{Encoding.Latin1.GetString(request)}");
            sent++;
        }

        (await host.Client.ChatAsync("Still there?")).Status.ShouldBe(200);
        (await host.MetricsAsync()).ShouldNotContain("http_response_status_code=\"500\"");
    }

    private static async Task<string[]> TokensAsync(TwinHost host)
    {
        using var owner = await host.NewOwnerAsync();
        var key = (await owner.SendAsync(HttpMethod.Post, "/api/owner/keys", TwinClient.Json(new { name = "fuzz" }))).Text("key");
        return [host.Client.Ticket!, key, owner.Ticket!];
    }

    private static byte[] Make(Random random, string session, string[] tokens)
    {
        var (method, path) = Targets[random.Next(Targets.Length)];
        var body = Mangle(random, Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]));
        var bearer = Mangle(random, Encoding.UTF8.GetBytes(tokens[random.Next(tokens.Length)]), chance: 4);
        var address = Mangle(random, Encoding.UTF8.GetBytes(path.Replace("{s}", session, StringComparison.Ordinal)), chance: 4);
        using var request = new MemoryStream();
        void Add(string text) => request.Write(Encoding.UTF8.GetBytes(text));
        Add($"{method} ");
        request.Write(Clean(address, ' ', '\r', '\n'));
        Add(" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: ");
        Add(random.Next(6) switch
        {
            0 => "text/plain",
            1 => "application/json; charset=utf-7",
            2 => "multipart/form-data; boundary=x",
            _ => "application/json",
        });
        Add("\r\nAuthorization: Bearer ");
        request.Write(Clean(bearer, '\r', '\n'));
        Add("\r\nLast-Event-ID: ");
        request.Write(Clean(Mangle(random, Encoding.UTF8.GetBytes($"{session}.a:1.1"), chance: 2), '\r', '\n'));
        Add($"\r\nX-Correlation-ID: a-{random.Next()}\r\nMCP-Protocol-Version: 2025-06-18\r\n");
        Add("Accept: application/json, text/event-stream\r\n");
        Add($"X-Forwarded-For: {random.Next()}\r\nContent-Length: {body.Length}\r\n\r\n");
        request.Write(body);
        return request.ToArray();
    }

    private static byte[] Mangle(Random random, byte[] bytes, int chance = 1)
    {
        if (random.Next(chance) != 0)
        {
            return bytes;
        }

        var mangled = bytes.ToList();
        for (var i = random.Next(1, 6); i > 0; i--)
        {
            var at = random.Next(mangled.Count + 1);
            switch (random.Next(5))
            {
                case 0:
                    mangled.Insert(at, (byte)random.Next(256));
                    break;
                case 1 when at < mangled.Count:
                    mangled.RemoveAt(at);
                    break;
                case 2 when at < mangled.Count:
                    mangled[at] = (byte)random.Next(256);
                    break;
                case 3:
                    mangled.InsertRange(at, mangled.Take(random.Next(mangled.Count + 1)).ToList());
                    break;
                default:
                    string[] nasty = ["\\ud800", "null", "1e999", "-1", "[[[[[[[[", "\u0000", "\u202E", "{}", "\"", "99999999999999999999"];
                    mangled.InsertRange(at, Encoding.UTF8.GetBytes(nasty[random.Next(nasty.Length)]));
                    break;
            }
        }

        return [.. mangled];
    }

    private static byte[] Clean(byte[] bytes, params char[] without) => [.. bytes.Where(each => !without.Contains((char)each))];

    /// <returns>The status; 0 where the server closed the connection, which it may at once.</returns>
    private static async Task<int> SendAsync(Uri address, byte[] request)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port), limit.Token);
        try
        {
            await socket.SendAsync(request, limit.Token);
            var (answer, buffer) = (new MemoryStream(), new byte[16 * 1024]);
            while (await socket.ReceiveAsync(buffer, limit.Token) is > 0 and var count)
            {
                answer.Write(buffer, 0, count);
            }

            var line = Encoding.ASCII.GetString(answer.ToArray()).Split('\r')[0].Split(' ');
            return line.Length > 1 ? int.Parse(line[1], null) : 0;
        }
        catch (SocketException)
        {
            return 0;
        }
    }
}
