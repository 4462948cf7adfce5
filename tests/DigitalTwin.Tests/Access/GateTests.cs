using System.ComponentModel.DataAnnotations;
using System.Net;
using DigitalTwin.Access;
using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Rates;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace DigitalTwin.Tests.Access;

/// <summary>Who gets in: the owner, visitors, programs, nobody else.</summary>
public sealed class GateTests
{
    private const string OwnersKey = "an-owner-key-of-more-than-32-characters";
    private const string Mine = "https://me.example";

    private static readonly ProgramCaller Program = new("0123456789abcdef", ["search"]);

    private readonly ISecretStore store = Substitute.For<ISecretStore>();
    private readonly IProgramKeys programs = Substitute.For<IProgramKeys>();
    private readonly ManualTime time = new();
    private readonly RatesOptions rates = new() { SessionRequests = 3, RefusalPause = 0 };
    private readonly SecretCache secrets;
    private readonly TicketService tickets;
    private readonly IOwnerActs acts = Substitute.For<IOwnerActs>();
    private readonly PublicGate gate;

    public GateTests()
    {
        secrets = new SecretCache(store, new ConfigurationManager(), time, NullLogger<SecretCache>.Instance);
        tickets = new TicketService(secrets, new TicketGeneration(Substitute.For<IRowStore>(), time), time);
        store.GetAsync(SecretNames.TicketSigningKey, Arg.Any<CancellationToken>()).Returns(new string('k', 32));
        store.GetAsync(SecretNames.OwnerKey, Arg.Any<CancellationToken>()).Returns(OwnersKey);
        programs.FindAsync("dt-good", Arg.Any<CancellationToken>()).Returns(Program);
        acts.DoAsync(Arg.Any<HttpContext>(), Arg.Any<Func<Task>>()).Returns(call => call.Arg<Func<Task>>()());
        gate = CreateGate();
    }

    private PublicGate CreateGate()
    {
        var access = Options.Create(new AccessOptions { Origins = [Mine], Hosts = ["twin.example"], OperatorPort = 9100 });
        var callers = TestCallers.Create(time, secrets, programs, rates, access.Value);
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<System.Diagnostics.Metrics.IMeterFactory>();
        return new PublicGate(new HostPolicy(access), new OriginPolicy(access), callers, acts, Options.Create(rates), meters, time);
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
        (await ProblemOfAsync(Request("GET", authorization, origin), Caller.Owner)).ShouldBe(problem);
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
        var session = SessionId.New();
        var http = Request(method, await TicketAsync(session), origin);
        (await ProblemOfAsync(http, Caller.Visitor)).ShouldBe(problem);
        if (problem is null)
        {
            Visitor.Of(http).SessionId.ShouldBe(session);
        }
    }

    [Fact]
    public async Task A_session_opens_to_its_own_ticket_only()
    {
        var session = SessionId.New();
        var (with, without) = (Request("GET", await TicketAsync(session), Mine), Request("GET", null, Mine));
        (await ProblemOfAsync(with, Caller.Session)).ShouldBeNull();
        Visitor.OfSession(with, session, Problems.SessionNotFound).SessionId.ShouldBe(session);
        Should.Throw<ProblemException>(() => Visitor.OfSession(with, SessionId.New(), Problems.SessionNotFound))
            .Problem.ShouldBe(Problems.SessionNotFound);
        (await ProblemOfAsync(without, Caller.Session)).ShouldBe(Problems.TicketMissing.Code);
    }

    [Theory]
    [InlineData("Bearer dt-good", "search", null)]
    [InlineData("Bearer dt-good", null, null)]
    [InlineData("Bearer dt-good", "ask", "scope_missing")]
    [InlineData("Bearer dt-bad", null, "api_key_invalid")]
    [InlineData(null, null, "api_key_invalid")]
    public async Task A_program_enters_with_a_key_that_permits_it(string? authorization, string? scope, string? problem)
        => (await ProblemOfAsync(Request("POST", authorization, null), new Admission(Caller.Program) { Scope = scope })).ShouldBe(problem);

    [Theory]
    [InlineData(8080, null, "owner_key_invalid")]
    [InlineData(8080, "Bearer " + OwnersKey, null)]
    [InlineData(9100, null, null)]
    public async Task Operators_enter_by_their_port_or_with_the_owners_key(int port, string? authorization, string? problem)
    {
        var http = Request("GET", authorization, null);
        http.Connection.LocalPort = port;
        (await ProblemOfAsync(http, Caller.Operator)).ShouldBe(problem);
    }

    [Fact]
    public async Task What_is_cheapest_is_checked_first()
    {
        var http = Request("POST", "Bearer wrong", "https://other.example");
        (http.Request.ContentLength, http.Request.Host) = (100_000, new HostString("evil.example"));
        var admission = new Admission(Caller.Session);
        (await ProblemOfAsync(http, admission)).ShouldBe("host_not_allowed");
        http.Request.Host = new HostString("twin.example");
        (await ProblemOfAsync(http, admission)).ShouldBe("body_too_large");
        http.Request.ContentLength = 10;
        (await ProblemOfAsync(http, admission)).ShouldBe("origin_not_allowed");
        http.Request.Headers.Origin = Mine;
        (await ProblemOfAsync(http, admission)).ShouldBe("ticket_invalid");
        http.Request.Headers.Authorization = await TicketAsync(SessionId.New());
        for (var i = 0; i < rates.SessionRequests; i++)
        {
            (await ProblemOfAsync(http, admission)).ShouldBeNull();
        }

        (await ProblemOfAsync(http, admission)).ShouldBe("rate_limited");
    }

    [Fact]
    public async Task Who_tries_keys_waits_longer_each_time_and_who_has_the_right_ticket_does_not()
    {
        var waits = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            try
            {
                var http = Request("GET", $"Bearer guess-{i}", null).With(new Admission(Caller.Owner));
                await gate.InvokeAsync(http, () => Task.CompletedTask);
            }
            catch (ProblemException refused) when (refused.Problem == Problems.TooManyAttempts)
            {
                waits.Add(refused.RetryAfter!.Value.TotalSeconds);
                time.Advance(refused.RetryAfter.Value);
            }
            catch (ProblemException)
            {
                // One more wrong key.
            }
        }

        waits.Take(7).ShouldBe([1, 2, 4, 8, 16, 32, 64]);
        waits.Skip(7).ShouldAllBe(wait => wait == 64);
        time.Advance(TimeSpan.FromSeconds(64));
        (await ProblemOfAsync(Request("GET", "Bearer one-more", null), Caller.Owner)).ShouldBe("owner_key_invalid");
        (await ProblemOfAsync(Request("GET", "Bearer " + OwnersKey, null), Caller.Owner)).ShouldBe("too_many_attempts");
        (await ProblemOfAsync(Request("POST", await TicketAsync(SessionId.New()), Mine), Caller.Session)).ShouldBeNull();
        time.Advance(TimeSpan.FromMinutes(2));
        (await ProblemOfAsync(Request("GET", "Bearer " + OwnersKey, null), Caller.Owner)).ShouldBeNull();
        (await ProblemOfAsync(Request("GET", "Bearer a-typo", null), Caller.Owner)).ShouldBe("owner_key_invalid");
    }

    [Fact]
    public void An_endpoint_that_admits_nobody_of_a_kind_cannot_ask_for_one()
    {
        var http = new DefaultHttpContext();
        Should.Throw<InvalidOperationException>(() => Visitor.Of(http));
        Should.Throw<InvalidOperationException>(() => ProgramCaller.Of(http));
        new Visitor(null, "").ToClient().ShouldBe(default);
    }

    [Fact]
    public async Task Refusals_are_held_back_but_no_more_of_them_than_there_is_room_for()
    {
        rates.SessionRequests = 1;
        rates.RefusalPause = 250;
        var (slow, ticket) = (CreateGate(), await TicketAsync(SessionId.New()));
        HttpContext Ask() => Request("GET", ticket, Mine).With(new Admission(Caller.Session));
        await slow.InvokeAsync(Ask(), () => Task.CompletedTask);
        var refused = Enumerable.Range(0, 300).Select(_ => slow.InvokeAsync(Ask(), () => Task.CompletedTask)).ToList();
        refused.Count(each => each.IsCompleted).ShouldBe(300 - 256);
        time.Advance(TimeSpan.FromMilliseconds(250));
        foreach (var each in refused)
        {
            (await Should.ThrowAsync<ProblemException>(() => each)).Problem.ShouldBe(Problems.RateLimited);
        }
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

    private async Task<string> TicketAsync(string session)
    {
        return "Bearer " + (await tickets.IssueAsync(new Visitor(null, TicketService.Fingerprint(Mine)), session)).Ticket;
    }

    private static DefaultHttpContext Request(string method, string? authorization, string? origin)
    {
        var http = new DefaultHttpContext { Request = { Method = method, Scheme = "https", Host = new HostString("twin.example") } };
        http.Request.Headers.Authorization = authorization;
        http.Request.Headers.Origin = origin;
        http.Connection.RemoteIpAddress = IPAddress.Parse("203.0.113.9");
        return http;
    }

    private Task<string?> ProblemOfAsync(DefaultHttpContext http, Caller caller) => ProblemOfAsync(http, new Admission(caller));

    private async Task<string?> ProblemOfAsync(DefaultHttpContext http, Admission admission)
    {
        try
        {
            await gate.InvokeAsync(http.With(admission), () => Task.CompletedTask);
            return null;
        }
        catch (ProblemException refused)
        {
            return refused.Problem.Code;
        }
    }
}
