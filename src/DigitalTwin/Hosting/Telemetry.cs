using System.Diagnostics;

namespace DigitalTwin.Hosting;

/// <summary>The names of the product's traces and metrics.</summary>
public static class Telemetry
{
    /// <summary>The name of the activity source and of the meter.</summary>
    public const string Name = "DigitalTwin";

    /// <summary>Buckets for times in seconds, as the GenAI conventions recommend them.</summary>
    internal static IReadOnlyList<double> SecondsBuckets { get; } =
    [
        0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
    ];

    internal static ActivitySource Source { get; } = new(Name);
}
