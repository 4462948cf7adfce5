using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using DigitalTwin.Notices;
using DigitalTwin.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using SmtpServer;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace DigitalTwin.LocalHost.Tests.Owner;

/// <summary>How the owner is told, by real receivers on loopback.</summary>
public sealed class NoticeTests : OwnerTest
{
    private readonly int hook = FreePorts.Next();
    private readonly int smtp = FreePorts.Next();

    protected override IReadOnlyList<string> Settings =>
    [
        $"Outgoing:Inside=localhost:{hook}", "Notices:ReplyHours=4", "Notices:DigestAt=00:00", $"Notices:MailServer=localhost:{smtp}",
        "Notices:MailFrom=twin@example.org", "Notices:MailTo=me@example.org",
    ];

    [Fact]
    public async Task A_lead_reaches_the_owners_page_webhook_and_mail_and_the_official_library_takes_the_signature()
    {
        await using var receiver = await ReceiverAsync(_ => 204);
        using var mails = StartMail(out var got);
        var added = await PostAsync("/api/owner/webhooks", new { url = $"http://localhost:{hook}/hook", types = new[] { "lead.created" } });
        (added.Status, added.Text("secret").StartsWith("whsec_", StringComparison.Ordinal)).ShouldBe((201, true));
        (await Owner.GetAsync("/api/owner/webhooks")).Json.ToString().ShouldNotContain("whsec_");
        await Visitor.ChatAsync("Hello");
        var lead = TwinClient.Json(new { name = "Grace", contact = "grace@navy.example", message = "Please call.", consent = true });
        (await Visitor.SendAsync(HttpMethod.Post, $"/api/sessions/{Visitor.SessionId}/leads", lead)).Status.ShouldBe(204);
        await UntilAsync(() => Task.FromResult(received.Count), count => count == 1);
        var (headers, body) = received.Single();
        using var json = JsonDocument.Parse(body);
        json.RootElement.GetProperty("type").GetString().ShouldBe("lead.created");
        json.RootElement.GetProperty("text").GetString().ShouldBe("Grace left a message (grace@navy.example):\nPlease call.");
        json.RootElement.GetProperty("content").GetString().ShouldBe(json.RootElement.GetProperty("text").GetString());
        var mail = await UntilAsync(
            () => Task.FromResult(got.FirstOrDefault(each => each.Contains("Subject: Grace left", StringComparison.Ordinal)) ?? ""),
            found => found.Length > 0);
        mail.ShouldContain("Subject: Grace left a message (grace@navy.example):");
        mail.ShouldContain("Please call.");
        mail.ShouldContain("Auto-Submitted: auto-generated");

        var script = """
            const { Webhook } = require(process.env.LIBRARY);
            const hook = new Webhook(process.env.SECRET);
            const headers = JSON.parse(process.env.HEADERS);
            hook.verify(process.env.BODY, headers);
            try { hook.verify(process.env.BODY + ' ', headers); console.log('taken'); } catch { console.log('refused'); }
            """;
        var (exit, output) = await Npm.RunNodeAsync(["-e", script], new Dictionary<string, string>
        {
            ["LIBRARY"] = Npm.PathOf("standardwebhooks"), ["SECRET"] = added.Text("secret"), ["BODY"] = body, ["HEADERS"] = headers,
        });
        (exit, output.Trim()).ShouldBe((0, "refused"), output);
    }

    [Fact]
    public async Task A_receiver_that_is_down_gets_it_when_it_is_up_and_what_is_dead_is_sent_again()
    {
        var added = await PostAsync("/api/owner/webhooks", new { url = $"http://localhost:{hook}/hook" });
        var path = $"/api/owner/webhooks/{added.Text("id")}";
        (await PostAsync("/api/owner/notices/test")).Status.ShouldBe(202);
        var waiting = await UntilAsync(
            async () => (await Owner.GetAsync($"{path}/deliveries")).Json.GetProperty("deliveries").EnumerateArray().ToList(),
            found => found.Count > 0 && found[0].GetProperty("attempts").GetInt32() > 0);
        (waiting[0].GetProperty("state").GetString(), waiting[0].GetProperty("error").GetString())
            .ShouldBe(("pending", "localhost cannot be reached."));
        await using var receiver = await ReceiverAsync(_ => 200);
        var number = waiting[0].GetProperty("number").GetInt64();
        (await PostAsync($"{path}/deliveries/{number}/replay")).Status.ShouldBe(202);
        await UntilAsync(() => Task.FromResult(received.Count), count => count >= 1);
        (await PostAsync($"{path}/deliveries/{number}/replay")).Status.ShouldBe(202);
        await UntilAsync(() => Task.FromResult(received.Count), count => count >= 2);
        received.Select(each => JsonDocument.Parse(each.Headers).RootElement.GetProperty("webhook-id")
            .GetString()).Distinct().Count().ShouldBe(1);
        (await PostAsync($"{path}/deliveries/999/replay")).Code.ShouldBe("item_not_found");
        (await PostAsync($"{path}/replay")).Status.ShouldBe(202);
        (await Owner.SendAsync(HttpMethod.Delete, path)).Status.ShouldBe(204);
        (await Owner.GetAsync($"{path}/deliveries")).Code.ShouldBe("item_not_found");
    }

    [Fact]
    public async Task An_address_that_is_gone_gets_nothing_more_until_it_is_wanted_again()
    {
        var status = 410;
        await using var receiver = await ReceiverAsync(_ => status);
        var added = await PostAsync("/api/owner/webhooks", new { url = $"http://localhost:{hook}/hook" });
        await PostAsync("/api/owner/notices/test");
        await UntilAsync(
            async () => (await Owner.GetAsync("/api/owner/webhooks")).Json.GetProperty("webhooks")[0],
            found => found.TryGetProperty("disabledAt", out _));
        status = 200;
        await PostAsync($"/api/owner/webhooks/{added.Text("id")}/replay");
        (await Owner.GetAsync("/api/owner/webhooks")).Json.GetProperty("webhooks")[0].TryGetProperty("disabledAt", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("http://example.org/x")]
    [InlineData("ftp://example.org/x")]
    [InlineData("https://user:word@example.org/x")]
    [InlineData("https://10.0.0.1/x")]
    [InlineData("https://[fd00::1]/x")]
    [InlineData("https://localhost/x")]
    [InlineData("hook")]
    [InlineData("")]
    public async Task Only_addresses_that_may_be_called_are_taken(string url)
    {
        var refused = await PostAsync("/api/owner/webhooks", new { url });
        (refused.Status, refused.Code).ShouldBe((400, "invalid_field"));
        (await PostAsync("/api/owner/webhooks", new { url = "https://example.org/x", types = new[] { "nonsense" } }))
            .Code.ShouldBe("invalid_field");
    }

    [Fact]
    public async Task A_visitor_who_asks_for_the_person_is_told_when_and_what_the_day_brought_comes_once()
    {
        var asked = await Visitor.ChatAsync("Can I talk to Ada herself, please?");
        var by = asked.Json.GetProperty("replyBy").GetDateTimeOffset();
        by.ShouldBeInRange(TimeProvider.System.GetUtcNow().AddHours(3.9), TimeProvider.System.GetUtcNow().AddHours(4));
        asked.Text("reply").ShouldContain($"{by.UtcDateTime:yyyy-MM-dd HH:mm} (UTC)");
        (await Owner.GetAsync("/api/owner/inbox?kind=hand-overs")).Json.GetProperty("handOvers")[0].GetProperty("dueAt").GetDateTimeOffset()
            .ShouldBe(by);
        (await UntilAsync(() => NoticesAsync("hand_over.requested"), found => found.Count == 1))[0].GetProperty("text").GetString()!
            .ShouldContain("promised");
        await Host.Get<Watches.OwnerWatch>().RunAsync(Token);
        await Host.Get<Watches.OwnerWatch>().RunAsync(Token);
        (await NoticesAsync("digest.daily")).Single().GetProperty("text").GetString()!.ShouldContain("1 visitors who asked for you");
        (await NoticesAsync("hand_over.due")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_broken_persona_is_told_and_what_a_crash_left_too()
    {
        await Visitor.ChatAsync("Hello");
        await File.WriteAllTextAsync(Path.Combine(Host.DataPath, "blobs", "persona", "me.md"), "---\nname: [\n---\n", Token);
        Host.Get<Personas.PersonaProvider>().Invalidate();
        await Host.Get<Watches.OwnerWatch>().RunAsync(Token);
        (await NoticesAsync("persona.broken")).Single().GetProperty("text").GetString()!.ShouldContain("line 2");

        // As it is when the process is killed right after the act's batch.
        var rows = Host.Get<DigitalTwin.Storage.IRowStore>();
        var notice = new Notice(0, NoticeTypes.Lead, default, "lead-left") { Item = "none", Session = Visitor.SessionId };
        await rows.WriteAsync("inbox", "leads", [NoticeOutbox.Pending(notice)], Token);
        await Host.Get<Watches.OwnerWatch>().RunAsync(Token);
        (await NoticesAsync("lead.created")).Single().GetProperty("session").GetString().ShouldBe(Visitor.SessionId);
        await Visitor.SendAsync(HttpMethod.Delete, $"/api/sessions/{Visitor.SessionId}");
        (await NoticesAsync("lead.created")).ShouldBeEmpty();
        (await NoticesAsync("erased")).Count.ShouldBe(1);
        Traces.Of(Host.DataPath, Visitor.SessionId!).ShouldBeEmpty();
    }

    private readonly ConcurrentQueue<(string Headers, string Body)> received = new();

    private async Task<WebApplication> ReceiverAsync(Func<HttpContext, int> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var app = builder.Build();
        app.Urls.Add($"http://localhost:{hook}");
        app.MapPost("/hook", async (HttpContext http) =>
        {
            using var reader = new StreamReader(http.Request.Body);
            var headers = http.Request.Headers.Where(each => each.Key.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase))
                .ToDictionary(each => each.Key.ToLowerInvariant(), each => each.Value.ToString());
            received.Enqueue((JsonSerializer.Serialize(headers), await reader.ReadToEndAsync(Token)));
            http.Response.StatusCode = answer(http);
        });
        await app.StartAsync(Token);
        return app;
    }

    private CancellationTokenSource StartMail(out ConcurrentQueue<string> got)
    {
        var (mails, stop) = (new ConcurrentQueue<string>(), new CancellationTokenSource());
        got = mails;
        var services = new ServiceProvider();
        services.Add(new Mailbox(mails));
        var server = new SmtpServer.SmtpServer(new SmtpServerOptionsBuilder().ServerName("localhost").Port(smtp).Build(), services);
        _ = server.StartAsync(stop.Token);
        return stop;
    }

    private sealed class Mailbox(ConcurrentQueue<string> mails) : MessageStore
    {
        public override Task<SmtpResponse> SaveAsync(
            ISessionContext context, IMessageTransaction transaction, System.Buffers.ReadOnlySequence<byte> buffer,
            CancellationToken cancellationToken)
        {
            mails.Enqueue(Encoding.UTF8.GetString(System.Buffers.BuffersExtensions.ToArray(buffer)));
            return Task.FromResult(SmtpResponse.Ok);
        }
    }
}
