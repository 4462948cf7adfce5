using Microsoft.Extensions.AI;

namespace DigitalTwin.Models;

/// <summary>
/// Asks a model for its reply in one piece: no client watches it being written. The layers around a model stay those of a stream, which
/// then has the whole reply as its first piece, and the time limit is the caller's.
/// </summary>
internal static class WholeReply
{
    private const string Name = "wholeReply";

    /// <summary>Asks for it.</summary>
    public static void Ask(ChatOptions options) => (options.AdditionalProperties ??= [])[Name] = true;

    /// <summary>Whether it is asked for.</summary>
    public static bool IsAsked(ChatOptions? options) => options?.AdditionalProperties?.ContainsKey(Name) == true;
}
