using OpenTelemetry.Metrics;

namespace DigitalTwin.Hosting.Metrics;

/// <summary>What an alias shows of a metric.</summary>
internal enum MetricPart
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>How often a histogram was recorded to.</summary>
    Count,

    /// <summary>The sum of what was recorded to a histogram.</summary>
    Sum,
}

/// <summary>
/// A second name of a metric in Prometheus text: one that dashboards of chat and model services commonly ask for. The labels are those
/// of the metric itself. docs/operations.md has the table.
/// </summary>
/// <param name="Name">The name.</param>
/// <param name="Type">The Prometheus type.</param>
/// <param name="Part">What it shows.</param>
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
