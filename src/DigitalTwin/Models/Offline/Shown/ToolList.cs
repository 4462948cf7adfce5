using System.Text.Json;

namespace DigitalTwin.Models.Offline.Shown;

/// <summary>Reads the list in the result of a tool.</summary>
internal static class ToolList
{
    /// <summary>Its objects; none where the result has no list, or was cut.</summary>
    public static IReadOnlyList<JsonElement> Read(string result)
    {
        var (open, close) = (result.IndexOf('[', StringComparison.Ordinal), result.LastIndexOf(']'));
        try
        {
            return open < 0 || close < open ? [] : [.. JsonDocument.Parse(result[open..(close + 1)]).RootElement.EnumerateArray()];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
