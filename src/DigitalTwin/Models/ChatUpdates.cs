using Microsoft.Extensions.AI;

namespace DigitalTwin.Models;

/// <summary>Looks into the pieces of a stream. A reply has many of them, so this allocates nothing.</summary>
internal static class ChatUpdates
{
    /// <summary>Whether a piece has a content of this kind.</summary>
    public static bool Has<T>(this ChatResponseUpdate update)
        where T : AIContent
        => update.Last<T>() is not null;

    /// <summary>The piece's last content of this kind, or <see langword="null"/>.</summary>
    public static T? Last<T>(this ChatResponseUpdate update)
        where T : AIContent
    {
        for (var i = update.Contents.Count - 1; i >= 0; i--)
        {
            if (update.Contents[i] is T found)
            {
                return found;
            }
        }

        return null;
    }
}
