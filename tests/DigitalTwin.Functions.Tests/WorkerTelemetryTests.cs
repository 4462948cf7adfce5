using DigitalTwin.Functions.Tests.Host;
using DigitalTwin.Testing;

namespace DigitalTwin.Functions.Tests;

/// <summary>The worker's half of the app's telemetry, as a collector gets it.</summary>
public sealed class WorkerTelemetryTests(FunctionAppFixture app) : FunctionAppTest(app), IClassFixture<FunctionAppFixture>
{
    private const string TraceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string WorkerSource = "Microsoft.Azure.Functions.Worker";
    private const string HostSpanId = "00f067aa0ba902b7";

    [Fact]
    public async Task Host_worker_and_model_call_are_one_trace()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var twin = await FunctionHost.StartAsync(SettingsFor(collector));
        twin.Channel.TraceParent = $"00-{TraceId}-{HostSpanId}-01";
        using var visitor = new TwinClient(twin.Address);
        (await visitor.ChatAsync("Who are you?")).Status.ShouldBe(200);

        var spans = await collector.WaitForAsync(["turn", "chat test-model", WorkerSource], Token);
        var worker = spans.First(span => span.Source == WorkerSource);
        (worker.TraceId, worker.ParentId).ShouldBe((TraceId, HostSpanId));
        spans.Where(span => span.Name is "turn" or "chat test-model").ShouldAllBe(span => span.TraceId == TraceId);

        // The model's own server sees the same trace.
        Model.Requests.Last().Headers.TraceParent.ToString().ShouldContain(TraceId);
    }

    [Fact]
    public async Task A_model_call_that_fails_has_its_exception_as_an_event()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var twin = await FunctionHost.StartAsync(SettingsFor(collector));
        Model.Otherwise = ModelServer.Fail(400);
        using var visitor = new TwinClient(twin.Address);
        (await visitor.ChatAsync("Who are you?")).Json.GetProperty("degraded").GetBoolean().ShouldBeTrue();
        var spans = await collector.WaitForAsync(["chat test-model"], Token);
        spans.First(span => span.Name == "chat test-model").Events.ShouldContain("exception");
    }

    private Dictionary<string, string> SettingsFor(OtlpCollector collector) => new(App.Settings)
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint.ToString(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
    };
}
