using OpenTelemetry.Metrics;

namespace DigitalTwin.Hosting.Metrics;

/// <summary>The metrics as Prometheus text, collected when they are asked for.</summary>
internal sealed class MetricsText : IDisposable
{
    private readonly Lock collecting = new();
    private readonly PrometheusExporter exporter = new();

    public MetricsText()
        => Reader = new BaseExportingMetricReader(exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative };

    /// <summary>What reads the meters.</summary>
    public MetricReader Reader { get; }

    /// <summary>All metrics as they are now.</summary>
    public string Collect()
    {
        lock (collecting)
        {
            Reader.Collect();
            return exporter.Text;
        }
    }

    /// <summary>The reader is the meter provider's to dispose of.</summary>
    public void Dispose() => exporter.Dispose();
}
