using System.Text.RegularExpressions;
using DigitalTwin.Testing;

namespace DigitalTwin.LocalHost.Tests;

/// <summary>Each label of the product's own metrics has the value that fits what happened.</summary>
/// <remarks>In a process of its own: a meter is heard by every host of a process.</remarks>
public sealed partial class MetricsTests : IAsyncLifetime
{
    private readonly TempFolder data = new();
    private ModelServer model = null!;
    private TwinProcess twin = null!;
    private TwinClient client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        model = await ModelServer.StartAsync();
        string[] host = ["--urls=http://127.0.0.1:0", $"--Storage:Path={data.Path}"];
        var settings = TwinHost.SettingsFor(model, "Limits:ActiveSeconds=1").Select(setting => "--" + setting);
        twin = await TwinProcess.StartAsync([.. host, .. settings]);
        client = new TwinClient(twin.Address);
        await client.ChatAsync("Answer.");
        model.Then(ModelServer.Fail(400));
        await client.ChatAsync("Refuse.");
        model.Then(ModelServer.Fail(401)).Then(ModelServer.Fail(401));
        await client.ChatAsync("Refuse the key.");
        model.Then(ModelServer.Hang());
        await client.ChatAsync("Say nothing.");
        model.Then(ModelServer.CallTools(("ask_visitor", ["{\"question\":\"Which one?\",\"options\":[\"This\",\"That\"]}"])));
        var asked = await client.ChatAsync("Ask back.");
        await client.SendAsync(HttpMethod.Delete, $"/api/turns/{asked.Text("turnId")}");
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await twin.DisposeAsync();
        await model.DisposeAsync();
        data.Dispose();
    }

    [Theory]
    [InlineData("digitaltwin_turn_duration_seconds_count", "outcome", "cancelled completed failed")]
    [InlineData("digitaltwin_turn_duration_seconds_count", "degraded", "False True")]
    [InlineData("digitaltwin_turn_time_to_first_delta_seconds_count", "", "")]
    [InlineData("gen_ai_client_operation_duration_seconds_count", "gen_ai_operation_name", "chat")]
    [InlineData("gen_ai_client_operation_duration_seconds_count", "gen_ai_provider_name", "openai")]
    [InlineData("gen_ai_client_operation_duration_seconds_count", "gen_ai_request_model", "test-model")]
    [InlineData("gen_ai_client_operation_duration_seconds_count", "error_type", "cancelled rejected unauthorized")]
    [InlineData("gen_ai_client_token_usage_count", "gen_ai_token_type", "input output")]
    [InlineData("llm_requests_total", "error_type", "cancelled rejected unauthorized")]
    [InlineData("llm_tokens_used_total", "gen_ai_token_type", "input output")]
    [InlineData("http_requests_total", "http_request_method", "DELETE POST")]
    [InlineData("http_request_duration_seconds_count", "http_route", "/api/chat /api/turns/{id}")]
    [InlineData("open_connections", "", "")]
    public async Task A_label_has_the_values_of_what_happened(string metric, string label, string values)
    {
        await client.StreamChatAsync("Stream.").ToListAsync(Token);
        var lines = await LinesOfAsync(metric);
        lines.ShouldNotBeEmpty();
        var found = lines.Select(line => Regex.Match(line, $"[{{,]{label}=\"([^\"]*)\"").Groups[1].Value)
            .Where(value => value.Length > 0)
            .Distinct()
            .Order();
        (label.Length == 0 ? "" : string.Join(' ', found)).ShouldBe(values);
    }

    [Fact]
    public async Task Streams_that_are_open_are_counted_until_they_end()
    {
        var go = new TaskCompletionSource();
        model.Then(ModelServer.Reply(["One ", "two."], piece => piece == 1 ? go.Task : Task.CompletedTask));
        var streams = new TwinClient(twin.Address).StreamChatAsync("Count.").GetAsyncEnumerator(Token);
        await streams.MoveNextAsync();
        (await OpenAsync()).ShouldBe("1");
        go.SetResult();
        while (await streams.MoveNextAsync())
        {
            // To its end.
        }

        while (await OpenAsync() != "0")
        {
            await Task.Delay(20, Token);
        }
    }

    private async Task<string> OpenAsync() => (await LinesOfAsync("open_connections")).Single().Split(' ')[1];

    private async Task<List<string>> LinesOfAsync(string metric)
    {
        var key = await File.ReadAllTextAsync(data.File("secrets", "owner-key"), Token);
        using var owner = new TwinClient(twin.Address) { Ticket = key };
        var text = await (await owner.GetAsync("/metrics")).Response.Content.ReadAsStringAsync(Token);
        return [.. text.Split('\n').Where(line => Name().Match(line).Value == metric)];
    }

    [GeneratedRegex("^[a-z_]+")]
    private static partial Regex Name();
}
