using System.Text.Json.Serialization;

namespace DigitalTwin.Health;

/// <summary>The response of <c>GET /api/health</c>: the process is up.</summary>
/// <param name="Status">Always <c>healthy</c>.</param>
/// <param name="Version">The product's version.</param>
public sealed record HealthView(string Status, string Version);

/// <summary>How ready a dependency is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReadinessStatus>))]
public enum ReadinessStatus
{
    /// <summary>It works.</summary>
    [JsonStringEnumMemberName("ready")]
    Ready,

    /// <summary>The twin answers, but not at its best.</summary>
    [JsonStringEnumMemberName("degraded")]
    Degraded,

    /// <summary>The twin cannot answer.</summary>
    [JsonStringEnumMemberName("unavailable")]
    Unavailable,
}

/// <summary>The state of something the twin depends on.</summary>
/// <param name="Name">The dependency's name.</param>
/// <param name="Status">How ready it is.</param>
/// <param name="LatencyMs">Milliseconds that the check took; for the owner only.</param>
/// <param name="Detail">What is wrong, in words for the owner; for the owner only.</param>
public sealed record DependencyView(string Name, ReadinessStatus Status, double? LatencyMs, string? Detail);

/// <summary>The response of <c>GET /api/health/ready</c>.</summary>
/// <param name="Status">The worst status of all dependencies.</param>
/// <param name="Dependencies">The state of each dependency.</param>
public sealed record ReadinessView(ReadinessStatus Status, IReadOnlyList<DependencyView> Dependencies);
