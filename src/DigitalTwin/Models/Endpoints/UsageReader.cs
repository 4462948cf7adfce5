using System.Text.Json;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Endpoints;

/// <summary>Reads what an answer used, under the names that the two APIs have for it.</summary>
internal static class UsageReader
{
    /// <summary>Adds the usage to an update, where an endpoint told any.</summary>
    public static void Read(JsonElement usage, ChatResponseUpdate update)
    {
        var (input, output) = (Either(usage, "prompt_tokens", "input_tokens"), Either(usage, "completion_tokens", "output_tokens"));
        if ((input.Count() ?? output.Count()) is null)
        {
            return;
        }

        update.Contents.Add(new UsageContent(new UsageDetails
        {
            InputTokenCount = input.Count(),
            OutputTokenCount = output.Count(),
            CachedInputTokenCount = Either(usage, "prompt_tokens_details", "input_tokens_details").Field("cached_tokens"u8).Count(),
            ReasoningTokenCount
                = Either(usage, "completion_tokens_details", "output_tokens_details").Field("reasoning_tokens"u8).Count(),
        }));
    }

    private static JsonElement Either(JsonElement usage, string name, string other)
        => usage.Field(name) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } found ? found : usage.Field(other);
}
