using System.Globalization;

namespace DigitalTwin.Benchmarks.Systems;

/// <summary>Prints what was measured, as Markdown, and says of each aim whether it is reached.</summary>
internal sealed class Report
{
    private readonly List<string> checks = [];

    /// <summary>How many aims were missed.</summary>
    public int Missed { get; private set; }

    public void Line(string text) => Console.WriteLine(text);

    /// <summary>An aim: a figure that is to be at most so much.</summary>
    public void Check(string what, double found, double most) => Add(what, found, "at most", most, found <= most);

    /// <summary>An aim: a figure that is to be at least so much.</summary>
    public void CheckLeast(string what, double found, double least) => Add(what, found, "at least", least, found >= least);

    public void Checks()
    {
        Line("\n| aim | found | asked for | |\n|---|---:|---:|---|");
        checks.ForEach(Line);
        Line($"\n{checks.Count - Missed} of {checks.Count} aims reached.");
    }

    /// <summary>One table: a line a figure, a column a system, the ratio to the column named last.</summary>
    /// <param name="found">The rounds of each system, in the order of the columns.</param>
    public void Table(IReadOnlyDictionary<string, List<Measurement>> found)
    {
        Line("\n| | " + string.Join(" | ", found.Keys) + " |");
        Line("|---|" + string.Concat(found.Keys.Select(_ => "---:|")));
        foreach (var (name, figure) in Figures)
        {
            var cells = found.Values.Select(rounds => Of(rounds, figure)).ToList();
            var floor = cells[found.Keys.ToList().IndexOf(MeasuredSystems.DurableFloor)];
            Line($"| {name} | " + string.Join(" | ", cells.Select(cell => $"{Round(cell)} ({Round(cell / floor)}×)")) + " |");
        }

        Line($"\nIn brackets: over *{MeasuredSystems.DurableFloor}*. Medians of the rounds.");
    }

    public static double Of(List<Measurement> rounds, Func<Measurement, double> figure) => LoadResult.Median(rounds.Select(figure));

    private static readonly (string Name, Func<Measurement, double> Figure)[] Figures =
    [
        ("JSON turn, 1 client, ms", each => each.JsonMedian),
        ("Turns a second, 32 clients", each => each.PerSecondAt32),
        ("Turns a second, 256 clients", each => each.PerSecondAt256),
        ("Turn at 256 clients, p50, ms", each => each.MedianAt256),
        ("Turn at 256 clients, p95, ms", each => each.P95At256),
        ("First word, 1 stream, ms", each => each.FirstWordAt1),
        ("First word, 32 streams, ms", each => each.FirstWordAt32),
        ("A stream of 60 pieces, 10 ms apart, ms", each => each.StreamAt1),
        ("Cold start to the first reply, ms", each => each.ColdStart),
        ("CPU a turn in the first 200, ms", each => each.EarlyCpu),
        ("CPU a turn, warm, ms", each => each.CpuAt32),
        ("Memory at rest, MiB", each => each.MemoryAtRest),
        ("Memory after 256 clients, MiB", each => each.MemoryAt256),
        ("Memory an idle stream, KiB", each => each.KilobytesPerIdleStream),
    ];

    private void Add(string what, double found, string which, double asked, bool isReached)
    {
        Missed += isReached ? 0 : 1;
        checks.Add($"| {what} | {Round(found)} | {which} {Round(asked)} | {(isReached ? "reached" : "**missed**")} |");
    }

    private static string Round(double value)
        => value.ToString(Math.Abs(value) switch { >= 100 => "#,0", >= 10 => "0.0", _ => "0.00" }, CultureInfo.InvariantCulture);
}
