namespace DigitalTwin.Benchmarks.Systems;

/// <summary>What it costs to hold a stream in which nothing happens.</summary>
internal static class IdleStreams
{
    private const int Streams = 400;

    /// <summary>Kilobytes of memory a stream.</summary>
    public static async Task<double> KilobytesAsync(RunningSystem system)
    {
        var (request, before) = (Wire.Post(ModelStub.Held, streams: true), system.ResidentMegabytes);
        var open = new List<Wire>();
        try
        {
            for (var i = 0; i < Streams; i++)
            {
                open.Add(new Wire(system.Address));
                await open[^1].SendAsync(request, stopAtFirstWord: true);
            }

            return (system.ResidentMegabytes - before) * 1024 / Streams;
        }
        finally
        {
            foreach (var wire in open)
            {
                await wire.DisposeAsync();
            }
        }
    }
}
