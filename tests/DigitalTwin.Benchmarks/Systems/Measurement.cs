namespace DigitalTwin.Benchmarks.Systems;

/// <summary>What one system came to in one round.</summary>
internal sealed class Measurement
{
    public double ColdStart { get; init; }

    public double MemoryAtRest { get; init; }

    public double EarlyCpu { get; init; }

    public double JsonMedian { get; set; }

    public double PerSecondAt32 { get; set; }

    public double CpuAt32 { get; set; }

    public double PerSecondAt256 { get; set; }

    public double MedianAt256 { get; set; }

    public double P95At256 { get; set; }

    public double MemoryAt256 { get; set; }

    public double FirstWordAt1 { get; set; }

    public double FirstWordAt32 { get; set; }

    public double StreamAt1 { get; set; }

    public double KilobytesPerIdleStream { get; set; }

    private const int EarlyTurns = 200;
    private const int WarmUpTurns = 3000;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    /// <summary>Takes everything that can be read off one running system, from its first turn on.</summary>
    public static async Task<Measurement> TakeAsync(RunningSystem system)
    {
        await Task.Delay(Rest);
        var atRest = system.ResidentMegabytes;
        var early = await Load.RunAsync(system, 1, EarlyTurns, ModelStub.Instant);
        var result = new Measurement { ColdStart = system.ColdStart, MemoryAtRest = atRest, EarlyCpu = early.CpuPerTurn };
        await result.TakeTurnsAsync(system);
        await result.TakeStreamsAsync(system);
        return result;
    }

    private async Task TakeTurnsAsync(RunningSystem system)
    {
        // As long for a slow one as for a fast one.
        var warm = await Load.RunAsync(system, 32, WarmUpTurns, ModelStub.Instant);
        var seconds = (int)Math.Clamp(warm.PerSecond * 4, 200, 20_000);
        JsonMedian = LoadResult.Percentile((await Load.RunAsync(system, 1, Math.Min(1000, seconds), ModelStub.Instant)).Whole, 0.5);
        var at32 = await Load.RunAsync(system, 32, seconds, ModelStub.Instant);
        (PerSecondAt32, CpuAt32) = (at32.PerSecond, at32.CpuPerTurn);
        var at256 = await Load.RunAsync(system, 256, seconds, ModelStub.Instant);
        (PerSecondAt256, MemoryAt256) = (at256.PerSecond, system.ResidentMegabytes);
        (MedianAt256, P95At256) = (LoadResult.Percentile(at256.Whole, 0.5), LoadResult.Percentile(at256.Whole, 0.95));
    }

    private async Task TakeStreamsAsync(RunningSystem system)
    {
        await Load.RunAsync(system, 8, 16, ModelStub.Paced, streams: true);
        var at1 = await Load.RunAsync(system, 1, 10, ModelStub.Paced, streams: true);
        (FirstWordAt1, StreamAt1) = (LoadResult.Percentile(at1.First, 0.5), LoadResult.Percentile(at1.Whole, 0.5));
        FirstWordAt32 = LoadResult.Percentile((await Load.RunAsync(system, 32, 128, ModelStub.Paced, streams: true)).First, 0.5);
        KilobytesPerIdleStream = await IdleStreams.KilobytesAsync(system);
    }
}
