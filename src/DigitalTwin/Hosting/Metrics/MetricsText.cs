using OpenTelemetry.Metrics;

namespace DigitalTwin.Hosting.Metrics;

/// <summary>The metrics as Prometheus text, collected on request.</summary>
internal sealed class MetricsText : IDisposable
{
    private readonly Lock collecting = new();
    private readonly PrometheusExporter exporter = new();

    public MetricsText()
        => Reader = new BaseExportingMetricReader(exporter) { TemporalityPreference = MetricReaderTemporalityPreference.Cumulative };

    /// <summary>The reader of the meters.</summary>
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

    /// <summary>Disposes of the exporter only: the reader belongs to the meter provider.</summary>
    public void Dispose() => exporter.Dispose();
}
