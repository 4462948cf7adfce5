using System.Diagnostics;
using DigitalTwin.Testing;
using static DigitalTwin.Benchmarks.Systems.MeasuredSystems;

namespace DigitalTwin.Benchmarks.Systems;

/// <summary>Measures all systems in alternating rounds on this machine, and says which aims are reached.</summary>
internal static class Comparison
{
    /// <returns>The number of aims that were missed.</returns>
    public static async Task<int> RunAsync(int rounds)
    {
        var work = Directory.CreateTempSubdirectory("twin-benchmark-").FullName;
        var port = FreePorts.Next();
        using var stub = Process.Start(Self("stub", port))!;
        try
        {
            var systems = new MeasuredSystems(new Uri($"http://127.0.0.1:{port}/v1"), work);
            await systems.PrepareAsync();
            var report = new Report();
            report.Line($"{Environment.ProcessorCount} cores, {RuntimeName}, {rounds} rounds.\n");
            var found = await MeasureAsync(systems, work, rounds);
            report.Table(found);
            Check(found, report);
            await new OwnFigures(systems, report).RunAsync(Directory.CreateDirectory(Path.Combine(work, "own")).FullName);
            report.Checks();
            return report.Missed;
        }
        finally
        {
            stub.Kill();
            Directory.Delete(work, recursive: true);
        }
    }

    private static string RuntimeName => System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription;

    private static async Task<Dictionary<string, List<Measurement>>> MeasureAsync(MeasuredSystems systems, string work, int rounds)
    {
        var all = systems.All().ToList();
        var found = all.ToDictionary(system => system.Name, _ => new List<Measurement>());
        for (var round = 0; round < rounds; round++)
        {
            // Every other round backwards, so that none always comes after the same one.
            foreach (var system in round % 2 == 0 ? all : Enumerable.Reverse(all))
            {
                var folder = Directory.CreateDirectory(Path.Combine(work, Guid.NewGuid().ToString("N"))).FullName;
                await using (var running = await system.StartAsync(folder))
                {
                    found[system.Name].Add(await Measurement.TakeAsync(running));
                }

                Directory.Delete(folder, recursive: true);
                await Console.Error.WriteLineAsync($"Round {round + 1}: {system.Name} measured.");
            }
        }

        return found;
    }

    private static void Check(Dictionary<string, List<Measurement>> found, Report report)
    {
        double Of(string system, Func<Measurement, double> figure) => Report.Of(found[system], figure);
        double Ratio(string floor, Func<Measurement, double> figure) => Of(Ours, figure) / Of(floor, figure);
        double Pair(Func<Measurement, double> figure, Func<Measurement, double> other) => Of(Ours, figure) / Of(Ours, other);
        var peers = found.Keys.Intersect([FastApi, Vercel]).ToList();

        report.Check("JSON turn of one client over *proxy, fsync*", Ratio(DurableFloor, each => each.JsonMedian), 3);
        report.Check("CPU a turn, warm, ms", Of(Ours, each => each.CpuAt32), 0.3);
        report.Check("CPU a turn in the first 200, ms", Of(Ours, each => each.EarlyCpu), 1);
        report.CheckLeast("Turns a second at 256 clients over 32", Pair(each => each.PerSecondAt256, each => each.PerSecondAt32), 1);
        report.Check("256 clients: p95 over p50", Pair(each => each.P95At256, each => each.MedianAt256), 2);
        report.Check("First word, 1 stream, over *proxy, fsync*", Ratio(DurableFloor, each => each.FirstWordAt1), 1.5);
        report.Check("First word, 32 streams, over *proxy, fsync*", Ratio(DurableFloor, each => each.FirstWordAt32), 1.5);
        report.Check("A stream's length over *proxy, fsync*", Ratio(DurableFloor, each => each.StreamAt1), 1.1);
        report.Check("Cold start over *bare proxy*", Ratio(Floor, each => each.ColdStart), 1.5);
        report.Check("Memory at rest over *bare proxy*", Ratio(Floor, each => each.MemoryAtRest), 1.5);
        report.Check("Memory after 256 clients over *bare proxy*", Ratio(Floor, each => each.MemoryAt256), 2);
        foreach (var peer in peers)
        {
            report.Check($"JSON turn of one client over *{peer}*", Ratio(peer, each => each.JsonMedian), 1);
            report.CheckLeast($"Turns a second at 32 clients over *{peer}*", Ratio(peer, each => each.PerSecondAt32), 4);
        }

        if (peers.Contains(FastApi))
        {
            report.Check($"Cold start over *{FastApi}*", Ratio(FastApi, each => each.ColdStart), 1);
        }
    }
}
