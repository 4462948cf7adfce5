using System.Text.Json;
using DigitalTwin.Personas;

namespace DigitalTwin.Models.Offline.Shown;

/// <summary>Reads the passages of documents in the result of a tool, as any model is shown them.</summary>
internal static class ShownPassages
{
    /// <summary>The passages, as facts; none where the result has none.</summary>
    public static IReadOnlyList<Fact> Read(string result) => [.. ToolList.Read(result).Select(ToFact)];

    private static Fact ToFact(JsonElement passage)
    {
        var titles = passage.GetProperty("title").GetString()!.Split(": ", 2);
        return new Fact(
            passage.GetProperty("id").GetString()!, titles[^1], titles.Length > 1 ? [titles[0]] : [], passage.GetProperty("text")
                .GetString()!);
    }
}
