using DigitalTwin.Testing;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.LocalHost.Tests.Models;

/// <summary>What readiness tells the owner of the model, in words that help.</summary>
public sealed class ReadinessTests : IAsyncLifetime
{
    private ModelServer model = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => model = await ModelServer.StartAsync();

    public async ValueTask DisposeAsync() => await model.DisposeAsync();

    [Theory]
    [InlineData(401, "{}", "check the secret 'model-api-key'")]
    [InlineData(402, "{}", "wants to be paid first")]
    [InlineData(429, """{"error":{"code":"insufficient_quota"}}""", "wants to be paid first")]
    [InlineData(404, "{}", "there is no model 'test-model' at")]
    [InlineData(404, "<!doctype html>secret", "a web page is at that address")]
    [InlineData(400, """{"error":{"param":"top_k","message":"secret"}}""", "it refuses 'top_k'")]
    [InlineData(400, """{"error":{"code":"context_length_exceeded"}}""", "lower Model:ContextTokens")]
    [InlineData(400, "secret", "refuses the request itself")]
    public async Task The_probe_at_start_finds_what_is_wrong(int status, string body, string words)
    {
        model.Otherwise = (http, _) => AnswerAsync(http, status, body);
        await using var host = await StartAsync();
        var check = await CheckAsync(host, "degraded");
        check.ShouldContain(words);
        check.ShouldContain("the offline model answers meanwhile");
        check.ShouldNotContain("secret\"");
        (check.Contains("doctype", StringComparison.Ordinal) || check.Contains("\"secret", StringComparison.Ordinal)).ShouldBeFalse();
    }

    [Fact]
    public async Task An_address_without_v1_is_said_to_lack_it()
    {
        model.Otherwise = (http, _) => AnswerAsync(http, 404, "not found");
        await using var host = await StartAsync($"Model:Endpoint={new Uri(model.Endpoint, "/")}");
        (await CheckAsync(host, "degraded")).ShouldContain("most endpoints end in /v1");
    }

    [Fact]
    public async Task The_probe_brings_a_tool_and_what_is_refused_is_asked_without_and_told()
    {
        model.Otherwise = async (http, request) =>
        {
            if (request.Body.TryGetProperty("stream_options", out _))
            {
                await AnswerAsync(http, 400, """{"error":{"message":"Unknown parameter: 'stream_options'.","param":"stream_options"}}""");
                return;
            }

            await ModelServer.Reply("Hello.")(http, request);
        };
        await using var host = await StartAsync();
        (await CheckAsync(host, "ready", "stream_options")).ShouldContain("asked without what it refused: stream_options");
        model.Requests.First().Body.GetProperty("tools").GetArrayLength().ShouldBe(1);
        (await host.Client.ChatAsync("Hello")).Text("reply").ShouldBe("Hello.");
        model.Requests.Count(request => request.Body.TryGetProperty("stream_options", out _)).ShouldBe(1, "it is remembered");
    }

    [Theory]
    [InlineData(30, "degraded")]
    [InlineData(90, "ready")]
    public async Task A_model_that_is_shut_down_soon_is_told_of(int days, string status)
    {
        var date = DateTime.UtcNow.AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        model.Models = $$"""{"data":[{"id":"other"},{"id":"test-model","shutdown_date":"{{date}}"}]}""";
        await using var host = await StartAsync();
        await model.ModelsAsked.WaitAsync(Token);
        var check = await CheckAsync(host, status, status == "ready" ? "" : date);
        check.Contains(date, StringComparison.Ordinal).ShouldBe(status == "degraded");
    }

    [Fact]
    public async Task A_second_model_answers_before_the_offline_one()
    {
        await using var second = await ModelServer.StartAsync();
        second.Otherwise = ModelServer.Reply("From the second.");
        model.Otherwise = ModelServer.Fail(401);
        await using var host = await StartAsync(
            $"Model:Fallbacks=spare@{second.Endpoint}", "MODEL_FALLBACK_API_KEY=other-key", "Model:Probe=false");
        var answer = await host.Client.ChatAsync("Hello");
        (answer.Text("reply"), answer.Json.GetProperty("degraded").GetBoolean()).ShouldBe(("From the second.", false));
        var asked = second.Requests.Single();
        asked.Headers.Authorization.ToString().ShouldBe("Bearer other-key");
        asked.Body.GetProperty("model").GetString().ShouldBe("spare");
        (await CheckAsync(host, "degraded")).ShouldContain("Model:Fallbacks answer meanwhile");
    }

    private Task<TwinHost> StartAsync(params string[] settings) => TwinHost.StartAsync(model, ["Model:Probe=true", .. settings]);

    private static async Task<string> CheckAsync(TwinHost host, string status, string words = "")
    {
        for (var i = 0; ; i++)
        {
            var ready = await host.GetAsOwnerAsync("/api/health/ready");
            var check = ready.Json.GetProperty("dependencies").EnumerateArray()
                .Single(each => each.GetProperty("name").GetString() == "model");
            var text = check.ToString();
            if ((check.GetProperty("status").GetString() == status && text.Contains(words, StringComparison.Ordinal)) || i == 100)
            {
                check.GetProperty("status").GetString().ShouldBe(status, text);
                return text;
            }

            await Task.Delay(50, Token);
        }
    }

    private static async Task AnswerAsync(HttpContext http, int status, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await http.Response.WriteAsync(body);
    }
}
