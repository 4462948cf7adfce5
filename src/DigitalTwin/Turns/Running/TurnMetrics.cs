using System.Diagnostics;
using System.Diagnostics.Metrics;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Events;

namespace DigitalTwin.Turns.Running;

/// <summary>Counts and times turns.</summary>
internal sealed class TurnMetrics
{
    private readonly Histogram<double> duration;
    private readonly Histogram<double> firstDelta;

    public TurnMetrics(IMeterFactory meters)
    {
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = Telemetry.SecondsBuckets };
        var meter = meters.Create(Telemetry.Name);
        duration = meter.CreateHistogram("digitaltwin.turn.duration", "s", "Time of a turn until its reply is stored.", advice: advice);
        firstDelta = meter.CreateHistogram(
            "digitaltwin.turn.time_to_first_delta", "s", "Time until a reply's first words.", advice: advice);
    }

    public void FirstDelta(TimeSpan elapsed) => firstDelta.Record(elapsed.TotalSeconds);

    /// <summary>Records a turn that ended; one that waits has not.</summary>
    public void Ended(TimeSpan elapsed, TurnEventWriter writer)
    {
        if (writer.Outcome is { } outcome)
        {
            duration.Record(elapsed.TotalSeconds, new TagList { { "outcome", outcome }, { "degraded", writer.Degraded } });
        }
    }
}
