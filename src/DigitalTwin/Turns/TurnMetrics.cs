using System.Diagnostics;
using System.Diagnostics.Metrics;
using DigitalTwin.Hosting;

namespace DigitalTwin.Turns;

/// <summary>Counts and times turns.</summary>
internal sealed class TurnMetrics
{
    private readonly Histogram<double> duration;
    private readonly Histogram<double> firstDelta;

    public TurnMetrics(IMeterFactory meters)
    {
        var advice = new InstrumentAdvice<double> { HistogramBucketBoundaries = Telemetry.SecondsBuckets };
        var meter = meters.Create(Telemetry.Name);
        duration = meter.CreateHistogram<double>("digitaltwin.turn.duration", "s", "Time of a turn until its reply is stored.", advice: advice);
        firstDelta = meter.CreateHistogram<double>("digitaltwin.turn.time_to_first_delta", "s", "Time until a reply's first words.", advice: advice);
    }

    public void FirstDelta(TimeSpan elapsed) => firstDelta.Record(elapsed.TotalSeconds);

    public void Ended(TimeSpan elapsed, string lastEvent, bool degraded) => duration.Record(elapsed.TotalSeconds, new TagList
    {
        { "outcome", lastEvent == TurnEventTypes.Completed ? "completed" : "failed" },
        { "degraded", degraded },
    });
}
