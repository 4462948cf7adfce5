using System.Text.Json;

namespace DigitalTwin.Benchmarks.Systems;

/// <summary>What only the local host is asked: what a turn costs it as a conversation, or the number of conversations, grows.</summary>
internal sealed class OwnFigures(MeasuredSystems systems, Report report)
{
    private const int Turns = 100;
    private static readonly int[] Lengths = [10, 1_000, 10_000];
    private static readonly int[] Counts = [100, 100_000];

    /// <param name="folder">An empty folder.</param>
    public async Task RunAsync(string folder)
    {
        await AllocationsAsync(Path.Combine(folder, "allocations"));
        await LengthsAsync(Path.Combine(folder, "lengths"));
        await CountsAsync(folder);
        await TargetsAsync(Path.Combine(folder, "targets"));
    }

    private async Task AllocationsAsync(string folder)
    {
        const int Measured = 4000;
        await using var system = await StartAsync(folder);
        await Load.RunAsync(system, 8, Measured, ModelStub.Instant);
        var kilobytes = await Allocations.KilobytesAsync(system.ProcessId, () => Load.RunAsync(system, 8, Measured, ModelStub.Instant));
        report.Check("Allocations a JSON turn, KiB", kilobytes / Measured, 60);
    }

    private async Task LengthsAsync(string folder)
    {
        await using var system = await StartAsync(folder);
        await Load.RunAsync(system, 8, 2000, ModelStub.Instant);
        List<(double Bytes, double Median)> found = [];
        foreach (var length in Lengths)
        {
            await using var talk = new Talk(system);
            await talk.SayAsync(length / 2);
            var before = system.Written;
            var times = await talk.SayAsync(Turns);
            var after = system.Written;
            var (bytes, calls) = ((after.Bytes - before.Bytes) / (double)Turns, (after.Calls - before.Calls) / (double)Turns);
            found.Add((bytes, LoadResult.Median(times)));
            report.Line(FormattableString.Invariant(
                $"- A turn after {length:N0} messages: {found[^1].Median:0.00} ms, {bytes:N0} bytes in {calls:0.0} writes."));
        }

        report.Check("Bytes written a turn at 10,000 messages over those at 10", found[^1].Bytes / found[0].Bytes, 1.1);
        report.Check("A turn at 10,000 messages over one at 10", found[^1].Median / found[0].Median, 2);
    }

    private async Task CountsAsync(string folder)
    {
        List<(double Start, double Turn, double Memory)> found = [];
        foreach (var count in Counts)
        {
            var data = Path.Combine(folder, $"count-{count}");
            await using (var filled = await StartAsync(data))
            {
                await Load.RunAsync(filled, 32, count, ModelStub.Instant);
            }

            // Killed, as above: what a start has to read is there in full.
            await using var system = await StartAsync(data);
            await Task.Delay(TimeSpan.FromSeconds(5));
            await Load.RunAsync(system, 8, 2000, ModelStub.Instant);
            var turn = LoadResult.Percentile((await Load.RunAsync(system, 1, 500, ModelStub.Instant)).Whole, 0.5);
            found.Add((system.ColdStart, turn, system.ResidentMegabytes));
            report.Line(FormattableString.Invariant(
                $"- With {count:N0} stored sessions: start {found[^1].Start:0} ms, a turn {turn:0.00} ms, {found[^1].Memory:0} MiB."));
        }

        report.Check("Start with 100,000 sessions over one with 100", found[^1].Start / found[0].Start, 1.5);
        report.Check("A turn with 100,000 sessions over one with 100", found[^1].Turn / found[0].Turn, 1.5);
        report.Check("Memory with 100,000 sessions over that with 100", found[^1].Memory / found[0].Memory, 1.5);
    }

    // The four figures that the productivity workspace promised its users.
    private async Task TargetsAsync(string folder)
    {
        await using var system = await StartAsync(folder);
        await Load.RunAsync(system, 8, 500, ModelStub.Instant);
        await using var talk = new Talk(system);
        var minute = await talk.SayAsync(100);
        report.Check("100 messages of one session, s", minute.Sum() / 1000, 60);
        var turns = await Load.RunAsync(system, 32, 2000, ModelStub.Instant);
        report.Check("p95 of a turn with 32 at once, ms", LoadResult.Percentile(turns.Whole, 0.95), 500);
        var streams = await Load.RunAsync(system, 8, 64, ModelStub.Paced, streams: true);
        report.Check("p95 of a stream's first word, ms", LoadResult.Percentile(streams.First, 0.95), 100);
        report.Check("p95 of reading a conversation of 200 messages, ms", await talk.ReadAsync(100), 50);
    }

    private Task<RunningSystem> StartAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        return systems.StartOursAsync(folder);
    }

    /// <summary>One visitor who keeps talking.</summary>
    private sealed class Talk(RunningSystem system) : IAsyncDisposable
    {
        private readonly Wire wire = new(system.Address);
        private string? ticket;
        private string session = "";

        /// <returns>Milliseconds of each turn.</returns>
        public async Task<IReadOnlyList<double>> SayAsync(int turns)
        {
            var times = new List<double>(turns);
            for (var i = 0; i < turns; i++)
            {
                var answer = await wire.SendAsync(Wire.Post(ModelStub.Instant, streams: false, ticket));
                times.Add(answer.Milliseconds);

                // The body may come in chunks, whose lengths stand around the object.
                var (from, to) = (answer.Body.IndexOf('{', StringComparison.Ordinal), answer.Body.LastIndexOf('}') + 1);
                using var json = JsonDocument.Parse(answer.Body[from..to]);
                ticket = json.RootElement.GetProperty("ticket").GetString();
                session = json.RootElement.GetProperty("sessionId").GetString()!;
            }

            return times;
        }

        /// <returns>The 95th percentile of reading the conversation, in milliseconds.</returns>
        public async Task<double> ReadAsync(int times)
        {
            var request = Wire.Get($"/api/sessions/{session}", ticket);
            var taken = new List<double>(times);
            for (var i = 0; i < times; i++)
            {
                taken.Add((await wire.SendAsync(request)).Milliseconds);
            }

            return LoadResult.Percentile([.. taken.Order()], 0.95);
        }

        public ValueTask DisposeAsync() => wire.DisposeAsync();
    }
}
