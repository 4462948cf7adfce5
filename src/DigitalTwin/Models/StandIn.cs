using Microsoft.Extensions.AI;

namespace DigitalTwin.Models;

/// <summary>Tells the offline model that it stands in for one that failed, which may have found what it does not find.</summary>
internal static class StandIn
{
    private const string Name = "standIn";

    /// <summary>The options that tell so. The tools of the turn are not offered: they were the failed model's.</summary>
    public static ChatOptions Options { get; } = new() { AdditionalProperties = new() { [Name] = true } };

    /// <summary>Whether the options tell so.</summary>
    public static bool IsAsked(ChatOptions? options) => options?.AdditionalProperties?.ContainsKey(Name) == true;
}
