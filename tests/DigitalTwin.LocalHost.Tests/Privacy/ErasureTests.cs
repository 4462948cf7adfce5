using DigitalTwin.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DigitalTwin.LocalHost.Tests.Privacy;

/// <summary>One visitor, seeded wherever a visitor's words can go, and a scanner that knows nothing of the eraser.</summary>
public sealed class ErasureTests : IAsyncLifetime
{
    private const string Contact = "zanzibar.quux@example.com";
    private const string Phone = "+351 912 555 017";

    private static readonly string[] Words =
    [
        "zanzibarquux", "Wolfgang Zanzibarquux", Contact, Phone, "my-unanswered-kumquat", "my-rating-kumquat", "my-form-kumquat",
        "my-tool-kumquat", "my-waiting-kumquat", "my-reason-kumquat", "my-answer-kumquat",
    ];

    private readonly KeptLog log = new();
    private ModelServer model = null!;
    private TwinHost host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        model = await ModelServer.StartAsync();
        host = await TwinHost.StartAsync(
            TwinHost.SettingsFor(model, "Model:Pictures=true", "Logging:LogLevel:Default=Debug"),
            configure: services => services.AddSingleton<ILoggerProvider>(log));
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        await model.DisposeAsync();
    }

    [Theory]
    [InlineData("by themself")]
    [InlineData("by the owner, by conversation")]
    [InlineData("by the owner, by address")]
    [InlineData("by the owner, by number")]
    public async Task Nothing_is_left_of_a_visitor_who_is_forgotten(string way)
    {
        using var other = host.NewClient();
        await other.ChatAsync("I stay, and I am nobody's business.");
        await SeedAsync(host.Client);
        var seeds = Words.Append(host.Client.SessionId!).ToList();
        foreach (var seed in seeds)
        {
            Traces.Of(host.DataPath, seed).ShouldNotBeEmpty($"'{seed}' was never there: the test would find nothing whatever is left");
        }

        using var owner = await host.NewOwnerAsync();
        var erased = await (way switch
        {
            "by themself" => host.Client.SendAsync(HttpMethod.Delete, $"/api/sessions/{host.Client.SessionId}"),
            "by the owner, by conversation" => owner.SendAsync(HttpMethod.Delete, $"/api/owner/conversations/{host.Client.SessionId}"),
            "by the owner, by address" => EraseAsync(owner, Contact.ToUpperInvariant()),
            _ => EraseAsync(owner, "00351912555017"[2..]),
        });
        erased.Status.ShouldBeOneOf(200, 204);
        var left = DataOnDisk.Rows(host.DataPath).Where(row => seeds.Any(seed => row.Contains(seed, StringComparison.Ordinal)));
        Traces.Of(host.DataPath, seeds).ShouldBeEmpty(string.Join('\n', left));
        (await other.GetAsync($"/api/sessions/{other.SessionId}/messages")).Json.ToString().ShouldContain("nobody's business");
        (await host.Client.ChatAsync("Hello again")).Code.ShouldBe("session_not_found", "an old ticket opens nothing");
        Traces.Of(host.DataPath, host.Client.SessionId!).ShouldBeEmpty();
        log.Lines.Where(line => Words.Any(word => line.Contains(word, StringComparison.Ordinal))).ShouldBeEmpty("logs have no one's words");
        log.Lines.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task The_owner_erases_an_item_and_the_conversation_stays()
    {
        await SeedAsync(host.Client);
        using var owner = await host.NewOwnerAsync();
        var inbox = (await owner.GetAsync("/api/owner/inbox")).Json;
        foreach (var (kind, name) in new[]
        {
            ("leads", "leads"), ("questions", "questions"), ("hand-overs", "handOvers"), ("feedback", "feedback"),
        })
        {
            foreach (var item in inbox.GetProperty(name).EnumerateArray())
            {
                var path = $"/api/owner/inbox/{kind}/{item.GetProperty("id").GetString()}";
                (await owner.SendAsync(HttpMethod.Delete, path)).Status.ShouldBe(204, path);
                (await owner.SendAsync(HttpMethod.Delete, path)).Code.ShouldBe("item_not_found");
            }

            (await owner.GetAsync("/api/owner/inbox")).Json.GetProperty(name).GetArrayLength().ShouldBe(0, name);
        }

        Traces.Of(host.DataPath, "my-form-kumquat").ShouldBeEmpty();
        (await host.Client.GetAsync($"/api/sessions/{host.Client.SessionId}/messages")).Status.ShouldBe(200);
        (await owner.SendAsync(HttpMethod.Delete, "/api/owner/inbox/secrets/x")).Code.ShouldBe("item_not_found");
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("Bob")]
    [InlineData("123")]
    public async Task Who_would_be_everybody_is_not_erased(string contact)
    {
        using var owner = await host.NewOwnerAsync();
        (await EraseAsync(owner, contact)).Code.ShouldBe("invalid_field");
    }

    [Fact]
    public async Task What_an_endpoint_repeats_is_masked_in_the_log()
    {
        model.Otherwise = async (http, request) =>
        {
            http.Response.StatusCode = 422;
            await http.Response.WriteAsync($"{{\"error\":\"I refuse: {Contact}, {Phone}, 4111 1111 1111 1111 of 2026\"}}", Token);
        };
        (await host.Client.ChatAsync("Hello")).Json.GetProperty("degraded").GetBoolean().ShouldBeTrue();
        var line = log.Lines.First(line => line.Contains("I refuse", StringComparison.Ordinal));
        line.ShouldContain("[e-mail], [number], [number] of 2026");
        log.Lines.ShouldAllBe(each => !each.Contains(Contact, StringComparison.Ordinal));
        log.Lines.ShouldAllBe(each => !each.Contains("912 5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_tickets_end_at_once_and_nothing_is_lost()
    {
        await host.Client.ChatAsync("Hello");
        var path = $"/api/sessions/{host.Client.SessionId}";
        using var owner = await host.NewOwnerAsync();
        (await owner.SendAsync(HttpMethod.Post, "/api/owner/visitors/end-sessions")).Status.ShouldBe(204);
        (await host.Client.GetAsync(path)).Code.ShouldBe("ticket_expired");
        (await host.Client.SendAsync(HttpMethod.Post, path + "/ticket")).Code.ShouldBe("ticket_expired");
        host.Client.Ticket = null;
        (await host.Client.ChatAsync("Hello")).Status.ShouldBe(200);
    }

    private async Task SeedAsync(TwinClient visitor)
    {
        model.Then(ModelServer.Reply("Hello Wolfgang Zanzibarquux."));
        var message = TwinClient.Json(new
        {
            message = $"I am Wolfgang Zanzibarquux, zanzibarquux, {Contact}, {Phone}.",
            attachments = new[] { new { mediaType = "image/png", data = Pictures.Png } },
        });
        var first = await visitor.SendAsync(HttpMethod.Post, "/api/chat", message);
        first.Status.ShouldBe(200);
        var rating = TwinClient.Json(new { rating = "down", note = "my-rating-kumquat" });
        (await visitor.SendAsync(HttpMethod.Post, $"/api/turns/{first.Text("turnId")}/feedback", rating)).Status.ShouldBe(204);
        var lead = TwinClient.Json(new { name = "Wolfgang Zanzibarquux", contact = Contact, message = "my-form-kumquat", consent = true });
        (await visitor.SendAsync(HttpMethod.Post, $"/api/sessions/{visitor.SessionId}/leads", lead)).Status.ShouldBe(204);
        model.Then(ModelServer.CallTools(("note_open_question", ["{\"question\":\"my-unanswered-kumquat?\"}"])))
            .Then(ModelServer.Reply("I do not know."));
        await visitor.ChatAsync("my-unanswered-kumquat?");
        model.Then(ModelServer.CallTools(("hand_over", ["{\"reason\":\"my-reason-kumquat\"}"]))).Then(ModelServer.Reply("I passed it on."));
        await visitor.ChatAsync("Can I talk to a person?");
        model.Then(ModelServer.CallTools(
                ("leave_message", [$"{{\"name\":\"W\",\"contact\":\"{Phone}\",\"message\":\"my-tool-kumquat\"}}"])))
            .Then(ModelServer.Reply("I left it."));
        var asked = await visitor.ChatAsync("Please leave a message.");
        (await visitor.ClarifyAsync(asked.Text("turnId"), "Yes")).Status.ShouldBe(200);
        model.Then(ModelServer.CallTools(("ask_visitor", ["{\"question\":\"Which one?\",\"options\":[\"A\",\"B\"]}"])))
            .Then(ModelServer.CallTools(("ask_visitor", ["{\"question\":\"And which my-waiting-kumquat?\",\"options\":[\"A\",\"B\"]}"])));
        var waiting = await visitor.ChatAsync("Something that waits: my-waiting-kumquat");
        (await visitor.ClarifyAsync(waiting.Text("turnId"), "my-answer-kumquat")).Status.ShouldBe(202);
    }

    private static Task<Answer> EraseAsync(TwinClient owner, string contact)
        => owner.SendAsync(HttpMethod.Post, "/api/owner/visitors/erase", TwinClient.Json(new { contact }));
}
