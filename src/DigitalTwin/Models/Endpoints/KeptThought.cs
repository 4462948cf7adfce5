using System.Text.Json;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Endpoints;

/// <summary>
/// What a turn's journal keeps of a model's thoughts: JSON with a <c>type</c>, of which each protocol has its own. A turn that waited
/// may go on with another model, which refuses the thoughts of the one before.
/// </summary>
internal static class KeptThought
{
    /// <summary>OpenAI's, an item of a Responses input.</summary>
    public const string Reasoning = "reasoning";

    /// <summary>Anthropic's, a block of a message.</summary>
    public const string Thinking = "thinking";

    /// <summary>The kept JSON, where it is of this type.</summary>
    public static JsonElement? Of(TextReasoningContent content, string type)
    {
        try
        {
            var kept = JsonSerializer.Deserialize<JsonElement>(content.ProtectedData ?? "null");
            return kept.Field("type").Name() == type ? kept : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
