using System.Net;
using System.Net.Http.Headers;
using System.Text;
using DigitalTwin.Access;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>What goes wrong gets its own problem, and nothing is stored.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private TwinHost host = null!;

    public static TheoryData<string, string, string, int, string> Requests => new()
    {
        { "empty message", "application/json", """{"message":""}""", 400, "message_empty" },
        { "no message", "application/json", "{}", 400, "message_empty" },
        { "4,001 characters", "application/json", $$"""{"message":"{{new string('x', 4001)}}"}""", 413, "message_too_long" },
        { "65 KB", "application/json", $$"""{"message":"{{new string('x', 65_000)}}{{new string('x', 1_000)}}"}""", 413, "body_too_large" },
        { "3 MB", "application/json", $$"""{"message":"{{new string('x', 3_000_000)}}"}""", 413, "body_too_large" },
        { "invalid JSON", "application/json", """{"message":""", 400, "invalid_json" },
        { "wrong content type", "text/plain", """{"message":"Hi"}""", 415, "unsupported_media_type" },
        { "unknown field", "application/json", """{"message":"Hi","temperature":2}""", 400, "unknown_fields" },
        { "wrong type", "application/json", """{"message":["Hi"]}""", 400, "invalid_field" },
        { "bad message id", "application/json", """{"message":"Hi","messageId":"a b"}""", 400, "invalid_field" },
        { "bad locale", "application/json", """{"message":"Hi","locale":"../.."}""", 400, "invalid_field" },
    };

    public async ValueTask InitializeAsync() => host = await TwinHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [MemberData(nameof(Requests), DisableDiscoveryEnumeration = true)]
    public async Task A_bad_request_has_its_problem(string what, string type, string body, int status, string code)
        => await ShouldFailAsync(Content(Encoding.UTF8.GetBytes(body), type), status, code, what);

    [Fact]
    public async Task Invalid_UTF8_has_its_problem()
        => await ShouldFailAsync(
            Content([.. "{\"message\":\""u8, 0xFF, .. "\"}"u8], "application/json"),
            400,
            "invalid_utf8",
            "invalid UTF-8");

    [Fact]
    public async Task A_forged_ticket_has_its_problem()
    {
        await host.Client.ChatAsync("Hello");
        var (ticket, session) = (host.Client.Ticket!, host.Client.SessionId!);
        var foreign = ticket.Replace(session, SessionId.New(), StringComparison.Ordinal);
        foreach (var forged in new[] { ticket[..^2] + "xx", "nonsense", session, foreign })
        {
            host.Client.Ticket = forged;
            var answer = await host.Client.ChatAsync("Hello");
            (answer.Status, answer.Code).ShouldBe((401, "ticket_invalid"));
            answer.Response.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
        }
    }

    [Fact]
    public async Task Another_kind_of_authorization_has_its_problem()
    {
        var request = host.Client.Request(HttpMethod.Post, "/api/chat", TwinClient.Json(new { message = "Hello" }));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", "dXNlcjpwYXNz");
        (await host.Client.Http.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task An_expired_ticket_has_its_problem()
    {
        // Signed with the host's own key, an hour ago.
        var past = new ManualTime();
        var earlier = new TicketService(host.Get<DigitalTwin.Storage.SecretCache>(), host.Get<TicketGeneration>(), past);
        var visitor = new Visitor(null, TicketService.Fingerprint(""));
        var ticket = await earlier.IssueAsync(visitor, SessionId.New(), TestContext.Current.CancellationToken);
        host.Client.Ticket = ticket.Ticket;
        var answer = await host.Client.ChatAsync("Hello");
        (answer.Status, answer.Code).ShouldBe((401, "ticket_expired"));
        Stored().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    public async Task A_foreign_page_has_its_problem(string origin)
    {
        host.Client.Origin = origin;
        var answer = await host.Client.ChatAsync("Hello");
        (answer.Status, answer.Code).ShouldBe((403, "origin_not_allowed"));
        answer.Response.Headers.Contains("Access-Control-Allow-Origin").ShouldBeFalse();
        Stored().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET", "/api/nothing", 404, "not_found")]
    [InlineData("GET", "/api/chat", 405, "method_not_allowed")]
    [InlineData("PUT", "/api/sessions", 405, "method_not_allowed")]
    [InlineData("GET", "/api/sessions/..%2f..%2fsecrets/messages", 401, "ticket_missing")]
    public async Task An_unknown_path_has_its_problem(string method, string path, int status, string code)
    {
        var answer = await host.Client.SendAsync(new HttpMethod(method), path);
        (answer.Status, answer.Code).ShouldBe((status, code));
    }

    [Fact]
    public async Task A_header_that_is_too_long_does_no_harm()
    {
        host.Client.Ticket = new string('x', 20_000);
        (await host.Client.ChatAsync("Hello")).Status.ShouldBe(401);
    }

    private async Task ShouldFailAsync(HttpContent content, int status, string code, string what)
    {
        var answer = await host.Client.SendAsync(HttpMethod.Post, "/api/chat", content);
        answer.Status.ShouldBe(status, what);
        answer.Code.ShouldBe(code, what);
        answer.Response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        answer.Text("correlationId").ShouldBe(answer.Response.Headers.GetValues("X-Correlation-ID").Single());
        Stored().ShouldBeEmpty(what);
    }

    private IReadOnlyList<string> Stored() => DataOnDisk.Rows(host.DataPath);

    private static ByteArrayContent Content(byte[] body, string type)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return content;
    }
}
