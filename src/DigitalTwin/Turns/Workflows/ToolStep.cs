using System.Globalization;
using System.Text.Json.Serialization;

namespace DigitalTwin.Turns.Workflows;

/// <summary>One attempt of a tool call.</summary>
/// <param name="Step">The model call that asked for it.</param>
/// <param name="Index">Its place among the calls of that step.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="SecondsLeft">How long the turn may still be at work.</param>
internal sealed record ToolStep(int Step, int Index, int Attempt, [property: JsonIgnore] double SecondsLeft)
{
    /// <summary>The call's name within the turn, the same for each attempt: its idempotency key.</summary>
    [JsonIgnore]
    public string CallKey => KeyOf(Step, Index);

    /// <summary>The name of the call at this place.</summary>
    public static string KeyOf(int step, int index) => string.Create(CultureInfo.InvariantCulture, $"{step}:{index}");
}
