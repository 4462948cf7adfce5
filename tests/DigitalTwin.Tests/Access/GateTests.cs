using System.ComponentModel.DataAnnotations;
using DigitalTwin.Access;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace DigitalTwin.Tests.Access;

/// <summary>Who gets in: the owner, visitors, nobody else.</summary>
public sealed class GateTests
{
    private const string OwnersKey = "an-owner-key-of-more-than-32-characters";
    private const string Mine = "https://me.example";

    private readonly ISecretStore store = Substitute.For<ISecretStore>();
    private readonly ManualTime time = new();
    private readonly SecretCache secrets;
    private readonly OriginPolicy origins = new(Options.Create(new AccessOptions { Origins = [Mine] }));
    private readonly TicketService tickets;

    public GateTests()
    {
        secrets = new SecretCache(store, new ConfigurationManager(), time, NullLogger<SecretCache>.Instance);
        tickets = new TicketService(secrets, time);
        store.GetAsync(SecretNames.TicketSigningKey, Arg.Any<CancellationToken>()).Returns(new string('k', 32));
    }

    [Theory]
    [InlineData(OwnersKey, "Bearer " + OwnersKey, null, null)]
    [InlineData(OwnersKey, "bearer  " + OwnersKey, Mine, null)]
    [InlineData(OwnersKey, null, null, "owner_key_invalid")]
    [InlineData(OwnersKey, "", null, "owner_key_invalid")]
    [InlineData(OwnersKey, "Bearer", null, "owner_key_invalid")]
    [InlineData(OwnersKey, "Bearer " + OwnersKey + "x", null, "owner_key_invalid")]
    [InlineData(OwnersKey, "Basic " + OwnersKey, null, "owner_key_invalid")]
    [InlineData(OwnersKey, "Bearer " + OwnersKey, "https://other.example", "origin_not_allowed")]
    [InlineData("short", "Bearer short", null, "owner_key_invalid")]
    [InlineData(null, "Bearer " + OwnersKey, null, "owner_key_invalid")]
    [InlineData(null, null, null, "owner_key_invalid")]
    public async Task The_owner_enters_with_the_key_and_nobody_else(string? key, string? authorization, string? origin, string? problem)
    {
        store.GetAsync(SecretNames.OwnerKey, Arg.Any<CancellationToken>()).Returns(key);
        var gate = new OwnerGate(origins, secrets);
        (await ProblemOfAsync(() => gate.EnterAsync(Request("GET", authorization, origin)).AsTask())).ShouldBe(problem);
    }

    [Theory]
    [InlineData("GET", Mine, null)]
    [InlineData("GET", null, null)]
    [InlineData("HEAD", null, null)]
    [InlineData("POST", Mine, null)]
    [InlineData("POST", null, "ticket_foreign")]
    [InlineData("DELETE", null, "ticket_foreign")]
    [InlineData("GET", "https://other.example", "origin_not_allowed")]
    [InlineData("GET", "https://twin.example", "ticket_foreign")]
    public async Task A_visitor_enters_from_the_page_that_has_the_ticket(string method, string? origin, string? problem)
    {
        var (gate, session) = (new RequestGate(origins, tickets), SessionId.New());
        var ticket = await tickets.IssueAsync(session, TicketService.Fingerprint(Mine), TestContext.Current.CancellationToken);
        var request = Request(method, "Bearer " + ticket.Ticket, origin);
        (await ProblemOfAsync(async () => (await gate.EnterAsync(request)).SessionId.ShouldBe(session))).ShouldBe(problem);
    }

    [Fact]
    public async Task A_session_opens_to_its_own_ticket_only()
    {
        var (gate, session) = (new RequestGate(origins, tickets), SessionId.New());
        var ticket = await tickets.IssueAsync(session, TicketService.Fingerprint(Mine), TestContext.Current.CancellationToken);
        var (with, without) = (Request("GET", "Bearer " + ticket.Ticket, Mine), Request("GET", null, Mine));
        (await gate.EnterSessionAsync(with, session, Problems.SessionNotFound)).SessionId.ShouldBe(session);
        (await ProblemOfAsync(() => gate.EnterSessionAsync(with, SessionId.New(), Problems.SessionNotFound).AsTask()))
            .ShouldBe(Problems.SessionNotFound.Code);
        (await ProblemOfAsync(() => gate.EnterSessionAsync(without, session, Problems.SessionNotFound).AsTask()))
            .ShouldBe(Problems.TicketMissing.Code);
    }

    [Theory]
    [InlineData("https://me.example", true)]
    [InlineData("http://me.example:8080", true)]
    [InlineData("HTTPS://ME.example", true)]
    [InlineData("https://me.example/", false)]
    [InlineData("https://me.example/page", false)]
    [InlineData("https://user@me.example", false)]
    [InlineData("ftp://me.example", false)]
    [InlineData("me.example", false)]
    [InlineData("*", false)]
    public void An_origin_is_a_scheme_and_a_host(string origin, bool isValid)
    {
        var options = new AccessOptions { Origins = [origin] };
        options.Validate(new ValidationContext(options)).Any().ShouldBe(!isValid);
    }

    private static DefaultHttpContext Request(string method, string? authorization, string? origin)
    {
        var http = new DefaultHttpContext { Request = { Method = method, Scheme = "https", Host = new HostString("twin.example") } };
        http.Request.Headers.Authorization = authorization;
        http.Request.Headers.Origin = origin;
        return http;
    }

    private static async Task<string?> ProblemOfAsync(Func<Task> enter)
    {
        try
        {
            await enter();
            return null;
        }
        catch (ProblemException refused)
        {
            return refused.Problem.Code;
        }
    }
}
