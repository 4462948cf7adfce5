using System.Text.Json.Serialization;

namespace DigitalTwin.Health;

/// <summary>The answer of <c>GET /api/health</c>: the process is up.</summary>
/// <param name="Status">Always <c>healthy</c>.</param>
/// <param name="Version">The product's version.</param>
public sealed record HealthView(string Status, string Version);

/// <summary>How ready something is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReadinessStatus>))]
public enum ReadinessStatus
{
    /// <summary>All is well.</summary>
    [JsonStringEnumMemberName("ready")]
    Ready,

    /// <summary>The twin answers, but not as it should.</summary>
    [JsonStringEnumMemberName("degraded")]
    Degraded,

    /// <summary>The twin cannot answer.</summary>
    [JsonStringEnumMemberName("unavailable")]
    Unavailable,
}

/// <summary>The state of something the twin depends on.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Status">How ready it is.</param>
/// <param name="LatencyMs">Milliseconds it took to find out.</param>
/// <param name="Detail">What is wrong, for the owner.</param>
public sealed record DependencyView(string Name, ReadinessStatus Status, double LatencyMs, string? Detail);

/// <summary>The answer of <c>GET /api/health/ready</c>: the worst of the dependencies, and each of them.</summary>
/// <param name="Status">The worst of all.</param>
/// <param name="Dependencies">Each one.</param>
public sealed record ReadinessView(ReadinessStatus Status, IReadOnlyList<DependencyView> Dependencies);
