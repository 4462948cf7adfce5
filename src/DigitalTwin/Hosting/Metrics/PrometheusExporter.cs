using System.Globalization;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace DigitalTwin.Hosting.Metrics;

/// <summary>Writes the metrics that OpenTelemetry collected as Prometheus text.</summary>
/// <remarks>
/// https://prometheus.io/docs/instrumenting/exposition_formats/ and, for names and units,
/// https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/
/// </remarks>
internal sealed class PrometheusExporter : BaseExporter<Metric>
{
    /// <summary>The text of the latest collection.</summary>
    public string Text { get; private set; } = "";

    public override ExportResult Export(in Batch<Metric> batch)
    {
        var text = new StringBuilder();
        foreach (var metric in batch)
        {
            Write(text, metric);
            foreach (var alias in MetricAlias.Of(metric))
            {
                WriteAlias(text, metric, alias);
            }
        }

        Text = text.ToString();
        return ExportResult.Success;
    }

    private static void Write(StringBuilder text, Metric metric)
    {
        var (type, isCounter) = metric.MetricType switch
        {
            MetricType.Histogram => ("histogram", false),
            MetricType.LongSum or MetricType.DoubleSum => ("counter", true),
            _ => ("gauge", false),
        };
        var name = NameOf(metric, isCounter);
        WriteHead(text, name, type, metric.Description);
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (metric.MetricType == MetricType.Histogram)
            {
                WriteHistogram(text, name, point);
            }
            else
            {
                WriteSample(text, name, Labels(point), ValueOf(metric.MetricType, point));
            }
        }
    }

    private static void WriteAlias(StringBuilder text, Metric metric, MetricAlias alias)
    {
        WriteHead(text, alias.Name, alias.Type, metric.Description);
        foreach (ref readonly var point in metric.GetMetricPoints())
        {
            if (alias.Part == MetricPart.Whole && metric.MetricType == MetricType.Histogram)
            {
                WriteHistogram(text, alias.Name, point);
                continue;
            }

            WriteSample(text, alias.Name, Labels(point), alias.Part switch
            {
                MetricPart.Count => point.GetHistogramCount(),
                MetricPart.Sum => point.GetHistogramSum(),
                _ => ValueOf(metric.MetricType, point),
            });
        }
    }

    private static void WriteHead(StringBuilder text, string name, string type, string description)
        => text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {EscapeHelp(description)}\n# TYPE {name} {type}\n");

    private static void WriteHistogram(StringBuilder text, string name, in MetricPoint point)
    {
        var labels = Labels(point);
        long count = 0;
        foreach (var bucket in point.GetHistogramBuckets())
        {
            count += bucket.BucketCount;
            var bound = double.IsPositiveInfinity(bucket.ExplicitBound)
                ? "+Inf"
                : bucket.ExplicitBound.ToString(CultureInfo.InvariantCulture);
            WriteSample(text, name + "_bucket", [.. labels, ("le", bound)], count);
        }

        WriteSample(text, name + "_sum", labels, point.GetHistogramSum());
        WriteSample(text, name + "_count", labels, point.GetHistogramCount());
    }

    private static void WriteSample(
        StringBuilder text,
        string name,
        List<(string Name, string Value)> labels,
        double value)
    {
        text.Append(name);
        if (labels.Count > 0)
        {
            text.Append('{').AppendJoin(',', labels.Select(label => $"{label.Name}=\"{EscapeLabel(label.Value)}\"")).Append('}');
        }

        text.Append(' ').Append(value.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static double ValueOf(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => point.GetSumLong(),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => point.GetSumDouble(),
        MetricType.LongGauge => point.GetGaugeLastValueLong(),
        _ => point.GetGaugeLastValueDouble(),
    };

    private static List<(string Name, string Value)> Labels(in MetricPoint point)
    {
        var labels = new List<(string, string)>();
        foreach (var tag in point.Tags)
        {
            labels.Add((Sanitize(tag.Key), Convert.ToString(tag.Value, CultureInfo.InvariantCulture) ?? ""));
        }

        return labels;
    }

    private static string NameOf(Metric metric, bool isCounter)
    {
        var unit = metric.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            "1" when !isCounter => "_ratio",
            _ => "",
        };
        var name = Sanitize(metric.Name);
        name += name.EndsWith(unit, StringComparison.Ordinal) ? "" : unit;
        return isCounter && !name.EndsWith("_total", StringComparison.Ordinal) ? name + "_total" : name;
    }

    private static string Sanitize(string name)
    {
        var clean = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return char.IsAsciiDigit(clean[0]) ? "_" + clean : clean;
    }

    private static string EscapeLabel(string value) => EscapeHelp(value).Replace("\"", "\\\"", StringComparison.Ordinal);

    private static string EscapeHelp(string value)
        => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
