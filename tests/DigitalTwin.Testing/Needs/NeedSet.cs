using System.Text.Json;

namespace DigitalTwin.Testing.Needs;

/// <summary>A need in somebody's own words, and what answers it, with grades of 1 to 3.</summary>
public sealed record JudgedNeed(string Id, string Need, IReadOnlyDictionary<string, int> Relevant)
{
    /// <summary>How good the first five of a ranking are: 0 to 1.</summary>
    /// <remarks>Järvelin and Kekäläinen, "Cumulated Gain-Based Evaluation of IR Techniques", 2002, with gains of 2^grade - 1.</remarks>
    public double GainOf(IEnumerable<string> ranking) => Gain(ranking.Take(5).Select(id => Relevant.GetValueOrDefault(id)))
        / Gain(Relevant.Values.OrderDescending().Take(5));

    private static double Gain(IEnumerable<int> grades)
        => grades.Index().Sum(each => (Math.Pow(2, each.Item) - 1) / Math.Log2(each.Index + 2));
}

/// <summary>The hundred needs of <c>needs.json</c>.</summary>
public static class NeedSet
{
    public static IReadOnlyList<JudgedNeed> Load() => JsonSerializer.Deserialize<List<JudgedNeed>>(
        RepositoryFiles.Read("tests/DigitalTwin.Testing/Needs/needs.json"), JsonSerializerOptions.Web)!;
}
