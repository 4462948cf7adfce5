using OpenTelemetry.Metrics;

namespace DigitalTwin.Hosting.Metrics;

/// <summary>The part of a metric that an alias shows.</summary>
internal enum MetricPart
{
    /// <summary>The whole metric.</summary>
    Whole,

    /// <summary>A histogram's number of values.</summary>
    Count,

    /// <summary>The sum of a histogram's values.</summary>
    Sum,
}

/// <summary>
/// A second name of a metric in Prometheus text: one that dashboards of chat and model services commonly use. The labels
/// are those of the metric itself. docs/operations.md has the table.
/// </summary>
/// <param name="Name">The alias in Prometheus text.</param>
/// <param name="Type">Its Prometheus type.</param>
/// <param name="Part">The part of the metric that it shows.</param>
internal sealed record MetricAlias(string Name, string Type, MetricPart Part)
{
    private static readonly Dictionary<string, MetricAlias[]> All = new(StringComparer.Ordinal)
    {
        ["http.server.request.duration"] =
        [
            new("http_request_duration_seconds", "histogram", MetricPart.Whole),
            new("http_requests_total", "counter", MetricPart.Count),
        ],
        ["gen_ai.client.operation.duration"] = [new("llm_requests_total", "counter", MetricPart.Count)],
        ["gen_ai.client.token.usage"] = [new("llm_tokens_used_total", "counter", MetricPart.Sum)],
        ["digitaltwin.streams.open"] = [new("open_connections", "gauge", MetricPart.Whole)],
    };

    /// <summary>The other names of a metric.</summary>
    public static IReadOnlyList<MetricAlias> Of(Metric metric) => All.GetValueOrDefault(metric.Name, []);
}
