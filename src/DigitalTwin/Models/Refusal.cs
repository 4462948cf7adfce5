using Microsoft.Extensions.AI;

namespace DigitalTwin.Models;

/// <summary>
/// Tells that a reply says nothing of what was asked for. The offline model knows that; of others it shows in their calls.
/// </summary>
internal static class Refusal
{
    private const string Name = "refusal";

    /// <summary>Marks a piece of such a reply.</summary>
    public static ChatResponseUpdate Mark(ChatResponseUpdate update, bool isRefusal)
    {
        if (isRefusal)
        {
            (update.AdditionalProperties ??= [])[Name] = true;
        }

        return update;
    }

    /// <summary>Whether a piece is marked.</summary>
    public static bool IsMarked(ChatResponseUpdate update) => update.AdditionalProperties?.ContainsKey(Name) == true;
}
