using System.Net.Http.Headers;
using System.Text.Json;
using DigitalTwin.Testing;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>What surrounds every request: headers, CORS, health, metrics, the API's description.</summary>
public sealed class FrameTests : IAsyncLifetime
{
    private TwinHost host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => host = await TwinHost.StartAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/docs", 200)]
    [InlineData("/docs/docs.js", 200)]
    [InlineData("/docs/docs.css", 200)]
    [InlineData("/api/health", 200)]
    [InlineData("/api/nothing", 404)]
    [InlineData("/page.js", 200)]
    [InlineData("/widget.js", 200)]
    public async Task Every_answer_has_the_security_headers_and_no_server(string path, int status)
    {
        var response = await host.Client.Http.GetAsync(new Uri(path, UriKind.Relative), Token);
        ((int)response.StatusCode).ShouldBe(status);
        response.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        response.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("default-src 'none'");
        response.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        response.Headers.GetValues("X-Correlation-ID").Single().Length.ShouldBe(32);
        response.Headers.Server.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_callers_correlation_id_comes_back()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/health");
        request.Headers.Add("X-Correlation-ID", "my-request-1");
        (await host.Client.Http.SendAsync(request, Token)).Headers.GetValues("X-Correlation-ID").ShouldBe(["my-request-1"]);
    }

    [Fact]
    public async Task Health_is_healthy_and_readiness_names_each_dependency()
    {
        (await host.Client.GetAsync("/api/health")).Text("status").ShouldBe("healthy");
        var ready = await host.GetAsOwnerAsync("/api/health/ready");
        ready.Text("status").ShouldBe("ready");
        ready.Json.GetProperty("dependencies").EnumerateArray().Select(each => each.GetProperty("name").GetString())
            .ShouldBe(["storage", "persona", "model", "budget", "secrets"]);
        ready.Json.GetProperty("dependencies").EnumerateArray().ShouldAllBe(each => each.GetProperty("latencyMs").GetDouble() >= 0);

        // A stranger learns no more than that.
        var known = await host.Client.GetAsync("/api/health/ready");
        known.Json.GetProperty("dependencies").EnumerateArray().SelectMany(each => each.EnumerateObject()).Select(each => each.Name)
            .Distinct().ShouldBe(["name", "status"]);
    }

    [Theory]
    [InlineData("http://localhost:5173", true)]
    [InlineData("https://evil.example", false)]
    public async Task Browsers_are_told_which_pages_may_call(string origin, bool allowed)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "/api/chat");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type,last-event-id");
        var response = await host.Client.Http.SendAsync(request, Token);
        response.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins).ShouldBe(allowed);
        origins?.ShouldBe([origin]);
    }

    [Theory]
    [InlineData("Access:Origins=https://me.example, https://www.me.example/")]
    [InlineData("Access:Origins:0=https://me.example", "Access:Origins:1=https://www.me.example")]
    public async Task Configured_pages_may_call_and_no_others(params string[] settings)
    {
        await using var own = await TwinHost.StartAsync(settings);
        own.Client.Origin = "https://www.me.example";
        var answer = await own.Client.ChatAsync("Hello");
        answer.Status.ShouldBe(200);
        answer.Response.Headers.GetValues("Access-Control-Allow-Origin").ShouldBe(["https://www.me.example"]);
        answer.Response.Headers.GetValues("Access-Control-Expose-Headers").Single().ShouldContain("X-Correlation-ID");
        own.Client.Origin = "http://localhost:5173";
        (await own.Client.ChatAsync("Hello")).Code.ShouldBe("origin_not_allowed");
    }

    [Fact]
    public async Task Metrics_are_Prometheus_text()
    {
        await host.Client.ChatAsync("Hello");
        (await host.Client.GetAsync("/metrics")).Code.ShouldBe("owner_key_invalid");
        var response = (await host.GetAsOwnerAsync("/metrics")).Response;
        response.Content.Headers.ContentType.ShouldBe(MediaTypeHeaderValue.Parse("text/plain; version=0.0.4; charset=utf-8"));
        var text = await response.Content.ReadAsStringAsync(Token);
        text.ShouldContain("# TYPE http_server_request_duration_seconds histogram");
        text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' ')[^1])
            .ShouldAllBe(value => double.IsFinite(double.Parse(value, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task The_description_has_every_endpoint_with_its_answers()
    {
        var api = JsonDocument.Parse(await host.Client.Http.GetStringAsync("/api/openapi.json", Token)).RootElement;
        var operations = api.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(each => $"{each.Name.ToUpperInvariant()} {path.Name}"))
            .ToList();
        var described = host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>() is not null);
        operations.Count.ShouldBe(described.Count());
        operations.ShouldContain("POST /api/turns/{id}/clarify");
        var chat = api.GetProperty("paths").GetProperty("/api/chat").GetProperty("post");
        chat.GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _).ShouldBeTrue();
        chat.GetProperty("responses").GetProperty("413").GetProperty("content").TryGetProperty("application/problem+json", out _)
            .ShouldBeTrue();
        var view = api.GetProperty("components").GetProperty("schemas").GetProperty("TurnView");
        view.GetProperty("properties").TryGetProperty("citations", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Readiness_sees_a_store_that_cannot_be_written()
    {
        await using var broken = await TwinHost.StartAsync();

        // Another program that writes, and does not end.
        using var other = DataOnDisk.Connect(broken.DataPath);
        using var writing = other.BeginTransaction(deferred: false);
        var answer = await broken.Client.GetAsync("/api/health/ready");
        answer.Status.ShouldBe(503);
        answer.Json.GetProperty("dependencies")
            .EnumerateArray()
            .Where(each => each.GetProperty("status").GetString() == "unavailable")
            .Select(each => each.GetProperty("name").GetString())
            .ShouldBe(["storage"]);
        (await broken.Client.ChatAsync("Hello")).Status.ShouldBe(503);
    }

    [Theory]
    [InlineData("/api/persona/card")]
    [InlineData("/API/Persona/Card")]
    public async Task Headers_do_not_depend_on_how_the_address_is_spelled(string path)
        => (await host.Client.GetAsync(path)).Response.Headers.CacheControl!.NoStore.ShouldBeTrue();

    [Theory]
    [InlineData("/api/health")]
    [InlineData("/api/health/ready")]
    public async Task Monitors_may_ask_for_heads_only(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, path);
        var answer = await host.Client.Http.SendAsync(request, Token);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_card_shows_the_persona()
    {
        var card = await host.Client.GetAsync("/api/persona/card");
        card.Text("name").ShouldBe("Ada Lovelace");
        card.Json.GetProperty("suggestedQuestions").GetArrayLength().ShouldBeGreaterThan(2);
        card.Json.TryGetProperty("boundaries", out _).ShouldBeFalse();
        card.Json.TryGetProperty("style", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task A_broken_edit_leaves_the_twin_as_it_was_and_readiness_names_the_line()
    {
        await using var own = await TwinHost.StartAsync(["Persona:CacheSeconds=0"]);
        (await own.Client.GetAsync("/api/persona/card")).Text("name").ShouldBe("Ada Lovelace");
        var file = Path.Combine(own.DataPath, "blobs", "persona", "me.md");
        var good = await File.ReadAllTextAsync(file, Token);
        await File.WriteAllTextAsync(file, good.Replace("headline:", "headlin:", StringComparison.Ordinal), Token);
        (await own.Client.ChatAsync("Can a machine think?")).Text("reply").ShouldContain("Alan Turing");
        var ready = await own.GetAsOwnerAsync("/api/health/ready");
        ready.Status.ShouldBe(200, ready.Json.ToString());
        ready.Text("status").ShouldBe("degraded");
        ready.Json.ToString().ShouldContain("persona/me.md, line 3");
        ready.Json.ToString().ShouldNotContain(own.DataPath);
        await File.WriteAllTextAsync(file, good.Replace("name: Ada Lovelace", "name: Ada King", StringComparison.Ordinal), Token);
        (await own.Client.GetAsync("/api/persona/card")).Text("name").ShouldBe("Ada King");
        (await own.Client.GetAsync("/api/health/ready")).Text("status").ShouldBe("ready");
    }

    [Fact]
    public async Task Without_a_persona_the_twin_is_neutral_and_degraded()
    {
        using var data = new TempFolder();
        await using (await TwinHost.StartAsync(data: data.Path))
        {
            File.Delete(data.File("blobs", "persona", "me.md"));
        }

        await using var own = await TwinHost.StartAsync(data: data.Path);
        (await own.Client.GetAsync("/api/health/ready")).Text("status").ShouldBe("degraded");
        (await own.Client.ChatAsync("Who are you?")).Text("reply").ShouldContain("My owner has not written down anything");
        (await own.Client.ChatAsync("Who was your father?")).Text("reply").ShouldStartWith("I don't know");
    }

    [Fact]
    public async Task A_deleted_sample_does_not_come_back()
    {
        using var data = new TempFolder();
        await using (await TwinHost.StartAsync(data: data.Path))
        {
            File.Delete(data.File("blobs", "persona", "me.md"));
        }

        await using var again = await TwinHost.StartAsync(data: data.Path);
        (await again.Client.GetAsync("/api/persona/card")).Text("name").ShouldNotBe("Ada Lovelace");
    }
}
