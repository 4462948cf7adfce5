using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Hosting.Metrics;

/// <summary>Counts the open streams of events, which operators know as open connections.</summary>
internal sealed class StreamMetrics(IMeterFactory meters)
{
    private readonly UpDownCounter<int> open = meters.Create(Telemetry.Name)
        .CreateUpDownCounter<int>("digitaltwin.streams.open", "{stream}", "Streams of events that are open.");

    /// <summary>Counts a stream from now until its response ends, however it ends.</summary>
    public void Opened(HttpResponse response)
    {
        open.Add(1);
        response.OnCompleted(() =>
        {
            open.Add(-1);
            return Task.CompletedTask;
        });
    }
}
