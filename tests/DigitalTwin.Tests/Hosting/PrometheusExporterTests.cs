using System.Diagnostics.Metrics;
using DigitalTwin.Hosting.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace DigitalTwin.Tests.Hosting;

public sealed class PrometheusExporterTests
{
    [Fact]
    public void Instruments_become_Prometheus_text()
    {
        using var meter = new Meter("tests-" + Guid.NewGuid().ToString("N"));
        using var exporter = new PrometheusExporter();
        using var reader = new BaseExportingMetricReader(exporter);
        using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(meter.Name).AddReader(reader).Build();
        var counter = meter.CreateCounter<long>("my.requests", null, "Requests \\ with\nlines");
        counter.Add(2, new KeyValuePair<string, object?>("path", "a\"b\\c\nd"));
        counter.Add(3);
        var up = meter.CreateUpDownCounter<int>("open", "By");
        up.Add(5);
        up.Add(-1);
        meter.CreateObservableGauge("load", () => 0.5, "1");
        var times = meter.CreateHistogram<double>(
            "took",
            "s",
            "Time.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.1, 1] });
        times.Record(0.05);
        times.Record(0.5);
        times.Record(5);

        reader.Collect();
        var lines = exporter.Text.Split('\n');
        lines.ShouldContain("# HELP my_requests_total Requests \\\\ with\\nlines");
        lines.ShouldContain("# TYPE my_requests_total counter");
        lines.ShouldContain("my_requests_total{path=\"a\\\"b\\\\c\\nd\"} 2");
        lines.ShouldContain("my_requests_total 3");
        lines.ShouldContain("# TYPE open_bytes gauge");
        lines.ShouldContain("open_bytes 4");
        lines.ShouldContain("load_ratio 0.5");
        lines.ShouldContain("took_seconds_bucket{le=\"0.1\"} 1");
        lines.ShouldContain("took_seconds_bucket{le=\"1\"} 2");
        lines.ShouldContain("took_seconds_bucket{le=\"+Inf\"} 3");
        lines.ShouldContain("took_seconds_sum 5.55");
        lines.ShouldContain("took_seconds_count 3");
    }
}
