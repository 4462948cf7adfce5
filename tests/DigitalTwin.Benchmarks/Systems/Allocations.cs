using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using Microsoft.Diagnostics.Tracing;

namespace DigitalTwin.Benchmarks.Systems;

/// <summary>How much a .NET process allocates, as its runtime's own counter says.</summary>
internal static class Allocations
{
    private const int BufferMegabytes = 16;

    /// <summary>Kilobytes that a process allocates while something is done.</summary>
    public static async Task<double> KilobytesAsync(int processId, Func<Task> work)
    {
        var provider = new EventPipeProvider("System.Runtime", EventLevel.Informational, 0, new Dictionary<string, string>
        {
            ["EventCounterIntervalSec"] = "1",
        });
        using var session = await new DiagnosticsClient(processId)
            .StartEventPipeSessionAsync([provider], requestRundown: false, BufferMegabytes, default);
        using var source = new EventPipeEventSource(session.EventStream);
        var (bytes, isCounting) = (0.0, false);
        source.Dynamic.All += next =>
        {
            if (isCounting && next.EventName == "EventCounters"
                && next.PayloadByName("") is IDictionary<string, object> outer
                && outer["Payload"] is IDictionary<string, object> counter && counter["Name"] as string == "alloc-rate")
            {
                bytes += Convert.ToDouble(counter["Increment"], System.Globalization.CultureInfo.InvariantCulture);
            }
        };
        var reading = Task.Run(source.Process);

        // The first counts come a second after the start, and the last ones a second after the end.
        await Task.Delay(TimeSpan.FromSeconds(2));
        isCounting = true;
        await work();
        await Task.Delay(TimeSpan.FromSeconds(2));
        await session.StopAsync(default);
        await reading;
        return bytes / 1024;
    }
}
