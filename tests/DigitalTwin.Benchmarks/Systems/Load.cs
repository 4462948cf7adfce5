using System.Diagnostics;

namespace DigitalTwin.Benchmarks.Systems;

/// <summary>What a load came to.</summary>
/// <param name="Turns">How many turns were answered.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Whole">Milliseconds of each answer, sorted.</param>
/// <param name="First">Milliseconds to each reply's first word, sorted.</param>
/// <param name="CpuMilliseconds">Processor time of the system under load.</param>
internal sealed record LoadResult(int Turns, double Seconds, double[] Whole, double[] First, double CpuMilliseconds)
{
    public double PerSecond => Turns / Seconds;

    public double CpuPerTurn => CpuMilliseconds / Turns;

    public static double Percentile(double[] sorted, double share) => sorted[(int)Math.Min(sorted.Length - 1, sorted.Length * share)];

    public static double Median(IEnumerable<double> values) => Percentile([.. values.Order()], 0.5);
}

/// <summary>Clients that each send a message as soon as the one before is answered.</summary>
internal static class Load
{
    /// <param name="system">Whom to ask.</param>
    /// <param name="clients">How many ask at once.</param>
    /// <param name="turns">How many messages all of them send.</param>
    /// <param name="message">What they say: always in a new session.</param>
    /// <param name="streams">Whether they read the reply as a stream.</param>
    public static async Task<LoadResult> RunAsync(RunningSystem system, int clients, int turns, string message, bool streams = false)
    {
        var request = Wire.Post(message, streams);
        var (left, whole, first) = (turns, new double[turns], new double[turns]);
        var (started, cpu) = (Stopwatch.GetTimestamp(), system.CpuMilliseconds);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            await using var wire = new Wire(system.Address);
            while (Interlocked.Decrement(ref left) is >= 0 and var next)
            {
                var answer = await wire.SendAsync(request);
                if (answer.Status != 200 || !answer.Body.Contains(ModelStub.Word, StringComparison.Ordinal))
                {
                    throw new InvalidOperationException($"{system.Name} answered: {answer.Body}");
                }

                (whole[next], first[next]) = (answer.Milliseconds, answer.FirstWord);
            }
        })));
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        cpu = system.CpuMilliseconds - cpu;
        Array.Sort(whole);
        Array.Sort(first);
        return new LoadResult(turns, seconds, whole, first, cpu);
    }
}
