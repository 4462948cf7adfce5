using System.Text.Json;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Endpoints;

/// <summary>Reads what an answer used, under the names that the two APIs have for it.</summary>
internal static class UsageReader
{
    /// <summary>The count of tokens that were written to a cache.</summary>
    public const string CacheWrite = "cacheWrite";

    /// <summary>What the endpoint says the call has cost, in millionths of a dollar.</summary>
    public const string Cost = "cost";

    private const decimal Million = 1_000_000;

    /// <summary>Adds the usage to an update, where an endpoint told any.</summary>
    public static void Read(JsonElement usage, ChatResponseUpdate update)
    {
        var (input, output) = (Either(usage, "prompt_tokens", "input_tokens"), Either(usage, "completion_tokens", "output_tokens"));
        if ((input.Count() ?? output.Count()) is null)
        {
            return;
        }

        var details = new UsageDetails
        {
            InputTokenCount = input.Count(),
            OutputTokenCount = output.Count(),
            CachedInputTokenCount = Either(usage, "prompt_tokens_details", "input_tokens_details").Field("cached_tokens"u8).Count(),
            ReasoningTokenCount
                = Either(usage, "completion_tokens_details", "output_tokens_details").Field("reasoning_tokens"u8).Count(),
        };

        // OpenRouter's: https://openrouter.ai/docs/use-cases/usage-accounting
        if (usage.Field("cost"u8) is { ValueKind: JsonValueKind.Number } told
            && told.TryGetDecimal(out var cost)
            && cost is >= 0 and < Million)
        {
            details.AdditionalCounts = new() { [Cost] = (long)Math.Ceiling(cost * Million) };
        }

        update.Contents.Add(new UsageContent(details));
    }

    private static JsonElement Either(JsonElement usage, string name, string other)
        => usage.Field(name) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } found ? found : usage.Field(other);
}
