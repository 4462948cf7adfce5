using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Access;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;
using DigitalTwin.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;

namespace DigitalTwin.Tests.Access;

public sealed class TicketServiceTests
{
    private readonly ISecretStore secrets = Substitute.For<ISecretStore>();
    private readonly IRowStore rows = Substitute.For<IRowStore>();
    private readonly ManualTime time = new();
    private readonly string session = SessionId.New();
    private readonly TicketService tickets;

    public TicketServiceTests()
    {
        secrets.GetAsync(SecretNames.TicketSigningKey, Arg.Any<CancellationToken>()).Returns(new string('k', 32));
        tickets = Service();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ticket_opens_its_session_for_its_origin_for_half_an_hour()
    {
        var ticket = await IssueAsync("https://me.example");
        (ticket.TicketExpiresAt - time.GetUtcNow()).ShouldBe(TimeSpan.FromMinutes(30));
        (await tickets.ValidateAsync(ticket.Ticket, "https://ME.example", Token)).SessionId.ShouldBe(session);
        (await tickets.ValidateAsync(ticket.Ticket, null, Token)).SessionId.ShouldBe(session);
        time.Advance(TimeSpan.FromMinutes(30) - TimeSpan.FromSeconds(1));
        await tickets.ValidateAsync(ticket.Ticket, "https://me.example", Token);
        time.Advance(TimeSpan.FromSeconds(1));
        (await FailAsync(ticket.Ticket, "https://me.example")).ShouldBe(Problems.TicketExpired);

        // To be exchanged for a fresh one it is good for some days more.
        time.Advance(TicketService.ReturnTime - TimeSpan.FromSeconds(1));
        (await tickets.ValidateAsync(ticket.Ticket, "https://me.example", Token, TicketService.ReturnTime)).SessionId.ShouldBe(session);
        time.Advance(TimeSpan.FromSeconds(1));
        (await FailAsync(ticket.Ticket, "https://me.example", TicketService.ReturnTime)).ShouldBe(Problems.TicketExpired);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("")]
    public async Task A_ticket_of_another_origin_is_refused(string origin)
        => (await FailAsync((await IssueAsync("https://me.example")).Ticket, origin)).ShouldBe(Problems.TicketForeign);

    [Fact]
    public async Task A_ticket_changed_in_any_character_is_invalid()
    {
        var ticket = (await IssueAsync("")).Ticket;
        for (var i = 0; i < ticket.Length; i++)
        {
            var forged = ticket[..i] + (ticket[i] == 'A' ? 'B' : 'A') + ticket[(i + 1)..];
            (await FailAsync(forged, "")).ShouldBe(Problems.TicketInvalid);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b.c.d")]
    [InlineData("....")]
    [InlineData("only-one-part")]
    public async Task Text_that_is_not_a_ticket_is_invalid(string text) => (await FailAsync(text, "")).ShouldBe(Problems.TicketInvalid);

    [Theory]
    [InlineData("nobody.0.1.2.x")]
    [InlineData("{session}.-1.1.2.x")]
    [InlineData("{session}.0.x.2.x")]
    [InlineData("{session}.0.1.9999999999999999999999.x")]
    [InlineData("{session}.1.2.x")]
    public async Task What_is_signed_and_no_ticket_is_invalid(string text)
    {
        var claims = text.Replace("{session}", session, StringComparison.Ordinal);
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(new string('k', 32)), Encoding.UTF8.GetBytes(claims));
        (await FailAsync($"{claims}.{Base64Url.EncodeToString(mac)}", "")).ShouldBe(Problems.TicketInvalid);
    }

    [Fact]
    public async Task A_ticket_signed_with_another_key_is_invalid()
    {
        var ticket = (await IssueAsync("")).Ticket;
        secrets.GetAsync(SecretNames.TicketSigningKey, Arg.Any<CancellationToken>()).Returns(new string('x', 40));
        var error = await Should.ThrowAsync<ProblemException>(() => Service().ValidateAsync(ticket, "", Token).AsTask());
        error.Problem.ShouldBe(Problems.TicketInvalid);
    }

    [Fact]
    public async Task A_ticket_can_be_renewed_for_ninety_days_and_no_longer()
    {
        var ticket = await IssueAsync("");
        for (var day = 0; day < 90; day += 6)
        {
            var visitor = await tickets.ValidateAsync(ticket.Ticket, "", Token, TicketService.ReturnTime);
            ticket = await tickets.IssueAsync(visitor, session, Token);
            time.Advance(TimeSpan.FromDays(6));
        }

        (await FailAsync(ticket.Ticket, "", TicketService.ReturnTime)).ShouldBe(Problems.TicketExpired);
    }

    [Fact]
    public async Task Tickets_of_an_earlier_generation_are_over_in_every_process()
    {
        var ticket = (await IssueAsync("")).Ticket;
        await tickets.ValidateAsync(ticket, "", Token);
        rows.GetAsync("access", "tickets", "generation", Arg.Any<CancellationToken>())
            .Returns(new Row("generation", new Dictionary<string, string> { ["number"] = "1" }, "1"));
        time.Advance(TicketGeneration.Age);
        (await FailAsync(ticket, "")).ShouldBe(Problems.TicketExpired);
        await tickets.ValidateAsync((await IssueAsync("")).Ticket, "", Token);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("short")]
    public async Task A_ticket_is_not_issued_without_a_long_enough_key(string? key)
    {
        secrets.GetAsync(SecretNames.TicketSigningKey, Arg.Any<CancellationToken>()).Returns(key);
        var visitor = new Visitor(null, "");
        var error = await Should.ThrowAsync<InvalidOperationException>(() => Service().IssueAsync(visitor, session, Token).AsTask());
        error.Message.ShouldNotContain("short ");
    }

    private ValueTask<SessionTicket> IssueAsync(string origin)
        => tickets.IssueAsync(new Visitor(null, TicketService.Fingerprint(origin)), session, Token);

    private async Task<Problem> FailAsync(string ticket, string? origin, TimeSpan late = default)
    {
        var error = await Should.ThrowAsync<ProblemException>(() => tickets.ValidateAsync(ticket, origin, Token, late).AsTask());
        return error.Problem;
    }

    private TicketService Service()
        => new(
            new SecretCache(secrets, new ConfigurationBuilder().Build(), time, NullLogger<SecretCache>.Instance),
            new TicketGeneration(rows, time),
            time);
}
