using System.Text.Json;
using Anthropic.Models.Messages;
using DigitalTwin.Models.Endpoints;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Anthropic;

/// <summary>What a request to the Messages API has besides what the client makes of it.</summary>
internal static class MessagesRequest
{
    // https://docs.claude.com/en/docs/build-with-claude/adaptive-thinking: older models take a budget instead.
    private static readonly string[] Adaptive = ["adaptive", "effort", "output_config"];

    /// <summary>
    /// Marks where the prompt is worth caching: after the instructions and facts, after the history, and after the last step. Thoughts
    /// that were kept come back as they were.
    /// </summary>
    /// <remarks>https://docs.claude.com/en/docs/build-with-claude/prompt-caching: at most four marks.</remarks>
    public static List<ChatMessage> Prepare(IEnumerable<ChatMessage> messages)
    {
        List<ChatMessage> prepared = [.. messages.Select(each => new ChatMessage(each.Role, [.. each.Contents.SelectMany(Unseal)]))];
        var asked = prepared.FindLastIndex(each => each.Role == ChatRole.User);
        foreach (var index in (int[])[prepared.FindIndex(each => each.Role == ChatRole.System), asked - 1, prepared.Count - 1])
        {
            if (index >= 0 && prepared[index].Contents.LastOrDefault() is TextContent or FunctionResultContent)
            {
                prepared[index].Contents[^1].WithCacheControl(new CacheControlEphemeral());
            }
        }

        return prepared;
    }

    /// <summary>The options, and the names of those in them that a model may refuse.</summary>
    public static (ChatOptions Options, IReadOnlyCollection<string> Sent) Options(
        ChatOptions? options, RequestSettings settings, EndpointHabits habits)
    {
        var request = options?.Clone() ?? new ChatOptions();
        var room = settings.RoomForThought(habits);
        var plain = new MessageCreateParams
        {
            Model = settings.Model,
            MaxTokens = (options?.MaxOutputTokens ?? ModelOptions.DefaultOutputTokens) + room,
            Messages = [],
        };
        var (chosen, sent) = Thinking(plain, settings.Effort, room, habits);
        request.RawRepresentationFactory = _ => chosen;
        request.ConversationId = null;
        return (request, sent);
    }

    /// <summary>A thought in the form in which a turn's journal keeps it.</summary>
    public static TextReasoningContent Seal(string text, string signature)
        => new("")
        {
            ProtectedData = JsonSerializer.Serialize(new Dictionary<string, string>
            {
                ["type"] = KeptThought.Thinking, ["thinking"] = text, ["signature"] = signature,
            }),
        };

    // A mark belongs to this request: the contents themselves serve others, too.
    private static IEnumerable<AIContent> Unseal(AIContent content) => content switch
    {
        TextReasoningContent kept when KeptThought.Of(kept, KeptThought.Thinking) is { } thought
            => [new TextReasoningContent(thought.Field("thinking").GetString()) { ProtectedData = thought.Field("signature").GetString() }],
        TextReasoningContent => [],
        TextContent text => [new TextContent(text.Text)],
        FunctionResultContent result => [new FunctionResultContent(result.CallId, result.Result)],
        _ => [content],
    };

    private static (MessageCreateParams Params, IReadOnlyCollection<string> Sent) Thinking(
        MessageCreateParams plain, string? effort, int budget, EndpointHabits habits)
        => effort is null or "none" || !habits.Takes(RequestFields.Effort) ? (plain, [])
            : Adaptive.All(habits.Takes)
                ? (plain with
                {
                    Thinking = new ThinkingConfigAdaptive(),
                    OutputConfig = new OutputConfig { Effort = EffortOf(effort) },
                }, Adaptive)
            : (plain with { Thinking = new ThinkingConfigEnabled(budget) }, [RequestFields.Effort]);

    private static Effort EffortOf(string effort) => effort switch
    {
        "medium" => Effort.Medium,
        "high" => Effort.High,
        "xhigh" => Effort.Xhigh,
        "max" => Effort.Max,
        _ => Effort.Low,
    };
}
