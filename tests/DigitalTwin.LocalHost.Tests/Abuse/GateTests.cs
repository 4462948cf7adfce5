using System.Net;
using DigitalTwin.Testing;
using Microsoft.AspNetCore.Routing;

namespace DigitalTwin.LocalHost.Tests.Abuse;

/// <summary>The gate over real connections: what is refused, with what words and headers, and what that costs.</summary>
public sealed class GateTests
{
    private static readonly (string Path, string Cache)[] Pages =
    [
        ("/", "no-cache"), ("/docs", "no-cache"), ("/page.css", "no-cache"), ("/api/health", "no-store"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refusal_says_when_to_come_back_and_which_limit_it_was()
    {
        await using var model = await ModelServer.StartAsync();
        await using var host = await TwinHost.StartAsync(model, "Rates:Enabled=true", "Rates:RefusalPause=0", "Rates:SessionTurns=3");
        for (var i = 0; i < 3; i++)
        {
            (await host.Client.ChatAsync($"Question {i}?")).Status.ShouldBe(200);
        }

        var (calls, messages) = (model.Requests.Count, await CountMessagesAsync(host));
        host.Client.Origin = "http://localhost:3000";
        var refused = await host.Client.ChatAsync("One more?");
        (refused.Status, refused.Code).ShouldBe((401, "ticket_foreign"));
        host.Client.Origin = null;
        refused = await host.Client.ChatAsync("One more?");
        (refused.Status, refused.Code).ShouldBe((429, "rate_limited"));
        refused.Response.Headers.RetryAfter!.Delta!.Value.ShouldBeInRange(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2));
        refused.Response.Headers.GetValues("RateLimit-Policy").Single().ShouldBe("\"session-turns\";q=3;w=60");
        refused.Response.Headers.GetValues("RateLimit").Single().ShouldStartWith("\"session-turns\";r=0;t=");
        refused.Text("detail").ShouldBe("At most 3 messages of a session in a minute.");
        (model.Requests.Count, await CountMessagesAsync(host)).ShouldBe((calls, messages));
        (await host.MetricsAsync()).ShouldContain("digitaltwin_gate_refusals_total{reason=\"rate_limited\"} 1");
    }

    [Fact]
    public async Task Programs_are_refused_in_their_own_form()
    {
        await using var host = await TwinHost.StartAsync(["Rates:Enabled=true", "Rates:RefusalPause=0", "Rates:ProgramRequests=1"]);
        using var owner = await host.NewOwnerAsync();
        var key = (await owner.SendAsync(HttpMethod.Post, "/api/owner/keys", TwinClient.Json(new { name = "me" }))).Text("key");
        using var program = new TwinClient(host.Address) { Ticket = key };
        (await program.GetAsync("/v1/models")).Status.ShouldBe(200);
        var refused = await program.GetAsync("/v1/models");
        refused.Status.ShouldBe(429);
        refused.Json.GetProperty("error").GetProperty("code").GetString().ShouldBe("rate_limited");
        refused.Response.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("evil.example", null, 421)]
    [InlineData("evil.example:7071", null, 421)]
    [InlineData("localhost", null, 200)]
    [InlineData("twin.me.example", null, 200)]
    [InlineData("localhost", "evil.example", 200)]
    public async Task A_page_cannot_have_its_own_name_point_at_the_twin(string name, string? forwarded, int status)
    {
        await using var host = await TwinHost.StartAsync(["Access:Hosts=twin.me.example"]);
        foreach (var path in (string[])["/", "/widget.js", "/api/persona/card", "/api/nothing", "/docs"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { Host = name } };
            request.Headers.TryAddWithoutValidation("X-Forwarded-Host", forwarded);
            using var answer = await host.Client.Http.SendAsync(request, Token);
            ((int)answer.StatusCode).ShouldBe(path == "/api/nothing" && status == 200 ? 404 : status, path);
        }
    }

    [Theory]
    [InlineData(0, "203.0.113.1", "203.0.113.2", false)]
    [InlineData(1, "203.0.113.1", "203.0.113.2", true)]
    [InlineData(1, "9.9.9.9, 203.0.113.1", "8.8.8.8, 203.0.113.1", false)]
    [InlineData(2, "9.9.9.9, 203.0.113.1", "8.8.8.8, 203.0.113.1", true)]
    public async Task A_client_cannot_make_up_an_address(int proxies, string first, string second, bool areTwo)
    {
        await using var host = await TwinHost.StartAsync(
            ["Rates:Enabled=true", "Rates:RefusalPause=0", "Rates:AddressSessions=1", $"Access:Proxies={proxies}"]);
        (await OpenAsync(host, first)).ShouldBe(201);
        (await OpenAsync(host, first)).ShouldBe(429);
        (await OpenAsync(host, second)).ShouldBe(areTwo ? 201 : 429);
    }

    [Fact]
    public async Task Behind_a_proxy_the_scheme_and_the_host_are_those_that_were_asked_for()
    {
        await using var host = await TwinHost.StartAsync(["Access:Proxies=1", "Access:Hosts=twin.me.example"]);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/chat") { Content = TwinClient.Json(new { message = "Hello" }) };
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-Host", "twin.me.example");
        request.Headers.Add("X-Forwarded-For", "203.0.113.1");
        request.Headers.Add("Origin", "https://twin.me.example");
        using var answer = await host.Client.Http.SendAsync(request, Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.GetValues("Strict-Transport-Security").Single().ShouldContain("max-age=");
    }

    [Theory]
    [InlineData("application/json; charset=utf-7", 415)]
    [InlineData("application/json; charset=iso-8859-1", 415)]
    [InlineData("application/json; charset=utf-16", 415)]
    [InlineData("application/json; charset=nonsense", 415)]
    [InlineData("text/plain", 415)]
    [InlineData("application/json; charset=UTF-8", 200)]
    [InlineData("application/json; charset=\"utf-8\"", 200)]
    public async Task Only_UTF_8_is_read(string contentType, int status)
    {
        await using var host = await TwinHost.StartAsync();
        using var body = new ByteArrayContent("{\"message\":\"Hello\"}"u8.ToArray());
        body.Headers.TryAddWithoutValidation("Content-Type", contentType);
        ((int)(await host.Client.Http.PostAsync("/api/chat", body, Token)).StatusCode).ShouldBe(status);
    }

    [Theory]
    [InlineData(" \u200B ")]
    [InlineData("\u3164")]
    [InlineData("\u2800\u00A0")]
    public async Task What_a_person_sees_as_blank_is_blank_everywhere(string text)
    {
        await using var host = await TwinHost.StartAsync();
        using var owner = await host.NewOwnerAsync();
        (await host.Client.ChatAsync(text)).Code.ShouldBe("message_empty");
        await host.Client.SendAsync(HttpMethod.Post, "/api/sessions");
        var lead = TwinClient.Json(new { name = text, contact = "a@b.example", message = "Hello", consent = true });
        (await host.Client.SendAsync(HttpMethod.Post, $"/api/sessions/{host.Client.SessionId}/leads", lead)).Code.ShouldBe("invalid_field");
        (await owner.SendAsync(HttpMethod.Post, "/api/owner/keys", TwinClient.Json(new { name = text }))).Code.ShouldBe("invalid_field");
        var key = (await owner.SendAsync(HttpMethod.Post, "/api/owner/keys", TwinClient.Json(new { name = "me" }))).Text("key");
        using var program = new TwinClient(host.Address) { Ticket = key };
        var asked = new { model = "digital-twin", messages = new[] { new { role = "user", content = text } } };
        (await program.SendAsync(HttpMethod.Post, "/v1/chat/completions", TwinClient.Json(asked))).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Ten_thousand_wrong_keys_leave_a_few_lines_without_what_was_tried()
    {
        await using var twin = await TwinProcess.StartAsync("--urls=http://127.0.0.1:0", $"--Storage:Path={new TempFolder().Path}");
        using var client = new TwinClient(twin.Address);
        var answers = new Dictionary<string, int>();
        for (var i = 0; i < 10_000; i++)
        {
            client.Ticket = $"a-wrong-key-with-a-secret-{i}";
            var code = (await client.GetAsync(i % 2 == 0 ? "/api/owner/inbox" : "/v1/models")).Status.ToString(null, null);
            answers[code] = answers.GetValueOrDefault(code) + 1;
        }

        answers["429"].ShouldBeGreaterThan(9_900);
        answers.Keys.Order().ShouldBe(["401", "429"]);
        var lines = twin.Output.Split('\n').Where(line => line.Contains("wrong keys", StringComparison.Ordinal)).ToList();
        lines.Count.ShouldBeInRange(1, 5);
        twin.Output.ShouldNotContain("a-wrong-key-with");
    }

    [Fact]
    public async Task Operators_have_a_port_of_their_own()
    {
        var port = FreePorts.Next();
        await using var host = await TwinHost.StartAsync([$"Access:OperatorPort={port}"]);
        using var operators = new TwinClient(new Uri($"http://127.0.0.1:{port}"));
        (await host.Client.GetAsync("/metrics")).Status.ShouldBe(401);
        (await operators.GetAsync("/metrics")).Status.ShouldBe(200);
        (await operators.GetAsync("/api/health/ready")).Json.ToString().ShouldContain("latencyMs");
        (await operators.GetAsync("/api/owner/inbox")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task Strangers_get_headers_that_keep_them_out()
    {
        await using var host = await TwinHost.StartAsync();
        foreach (var (path, cache) in Pages)
        {
            using var answer = await host.Client.Http.GetAsync(path, Token);
            answer.Headers.CacheControl!.ToString().ShouldBe(cache, path);
            answer.Headers.GetValues("Cross-Origin-Resource-Policy").Single().ShouldBe("same-origin", path);
            answer.Headers.Contains("Cross-Origin-Opener-Policy").ShouldBe(!path.StartsWith("/api", StringComparison.Ordinal), path);
        }

        using var widget = await host.Client.Http.GetAsync("/widget.js", Token);
        widget.Headers.GetValues("Cross-Origin-Resource-Policy").Single().ShouldBe("cross-origin");
        (await host.GetAsOwnerAsync("/metrics")).Response.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Every_endpoint_says_who_may_call_it_and_the_table_of_the_documents_says_the_same()
    {
        await using var host = await TwinHost.StartAsync();
        var rows = AccessTable.Of(host.Get<EndpointDataSource>());
        rows.ShouldNotBeEmpty();
        AccessTable.InDocuments().ShouldBe(rows);
        await AccessTable.WalkAsync(host.Client);
    }

    private static async Task<int> OpenAsync(TwinHost host, string forwarded)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sessions");
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", forwarded);
        using var answer = await host.Client.Http.SendAsync(request, Token);
        return (int)answer.StatusCode;
    }

    private static async Task<int> CountMessagesAsync(TwinHost host)
    {
        var page = await host.Client.GetAsync($"/api/sessions/{host.Client.SessionId}/messages");
        return page.Json.GetProperty("messages").GetArrayLength();
    }
}
