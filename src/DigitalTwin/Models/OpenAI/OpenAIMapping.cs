#pragma warning disable SCME0001 // JsonPatch is the OpenAI client's own, experimental way to set what it has no property for.
using System.Text.Json;
using Microsoft.Extensions.AI;
using OpenAI.Chat;
using AIChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using AIChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatFinishReason = OpenAI.Chat.ChatFinishReason;
using ChatMessage = OpenAI.Chat.ChatMessage;

namespace DigitalTwin.Models.OpenAI;

/// <summary>Translates between the abstractions and OpenAI's own types.</summary>
internal static class OpenAIMapping
{
    public static IEnumerable<ChatMessage> Messages(IEnumerable<AIChatMessage> messages) => messages.SelectMany(Message);

    public static ChatCompletionOptions Options(ChatOptions? options, bool usesMaxTokens)
    {
        var mapped = new ChatCompletionOptions { Temperature = options?.Temperature };
        if (options?.MaxOutputTokens is { } limit)
        {
            if (usesMaxTokens)
            {
                mapped.Patch.Set("$.max_tokens"u8, limit);
            }
            else
            {
                mapped.MaxOutputTokenCount = limit;
            }
        }

        foreach (var tool in options?.Tools?.OfType<AIFunctionDeclaration>() ?? [])
        {
            mapped.Tools.Add(ChatTool.CreateFunctionTool(tool.Name, tool.Description, BinaryData.FromString(tool.JsonSchema.GetRawText())));
        }

        return mapped;
    }

    public static IList<AIContent> Contents(ChatCompletion completion)
        => [.. completion.Content.Where(part => part.Kind == ChatMessageContentPartKind.Text).Select(part => new TextContent(part.Text)),
            .. completion.ToolCalls.Select(call => Call(call.Id, call.FunctionName, call.FunctionArguments.ToString()))];

    public static ChatResponseUpdate Update(StreamingChatCompletionUpdate update, ToolCallAssembler calls)
    {
        var mapped = new ChatResponseUpdate
        {
            Role = ChatRole.Assistant,
            ModelId = update.Model,
            ResponseId = update.CompletionId,
            FinishReason = update.FinishReason is { } reason ? FinishReason(reason) : null,
        };
        foreach (var part in update.ContentUpdate.Where(part => part.Kind == ChatMessageContentPartKind.Text && part.Text.Length > 0))
        {
            mapped.Contents.Add(new TextContent(part.Text));
        }

        if (update.FinishReason is not null)
        {
            calls.Take().ForEach(mapped.Contents.Add);
        }

        if (update.Usage is { } usage)
        {
            mapped.Contents.Add(new UsageContent(Usage(usage)));
        }

        return mapped;
    }

    public static UsageDetails Usage(ChatTokenUsage usage) => new()
    {
        InputTokenCount = usage.InputTokenCount,
        OutputTokenCount = usage.OutputTokenCount,
        TotalTokenCount = usage.TotalTokenCount,
        CachedInputTokenCount = usage.InputTokenDetails?.CachedTokenCount,
        ReasoningTokenCount = usage.OutputTokenDetails?.ReasoningTokenCount,
    };

    public static AIChatFinishReason FinishReason(ChatFinishReason reason) => reason switch
    {
        ChatFinishReason.Length => AIChatFinishReason.Length,
        ChatFinishReason.ToolCalls or ChatFinishReason.FunctionCall => AIChatFinishReason.ToolCalls,
        ChatFinishReason.ContentFilter => AIChatFinishReason.ContentFilter,
        _ => AIChatFinishReason.Stop,
    };

    /// <summary>A tool call; arguments that are not a JSON object come with the error that says so, for the model to mend.</summary>
    public static FunctionCallContent Call(string id, string name, string arguments)
        => FunctionCallContent.CreateFromParsedArguments(arguments, id, name, static text
            => text.Length == 0 ? null : JsonSerializer.Deserialize<Dictionary<string, object?>>(text));

    private static IEnumerable<ChatMessage> Message(AIChatMessage message)
    {
        if (message.Role == ChatRole.System)
        {
            yield return new SystemChatMessage(message.Text);
        }
        else if (message.Role == ChatRole.Assistant)
        {
            yield return Assistant(message);
        }
        else if (message.Role == ChatRole.Tool)
        {
            foreach (var result in message.Contents.OfType<FunctionResultContent>())
            {
                yield return new ToolChatMessage(result.CallId, result.Result as string ?? JsonSerializer.Serialize(result.Result));
            }
        }
        else
        {
            var pictures = message.Contents.OfType<DataContent>().Select(picture => ChatMessageContentPart.CreateImagePart(BinaryData.FromBytes(picture.Data), picture.MediaType)).ToList();
            yield return pictures.Count == 0 ? new UserChatMessage(message.Text) : new UserChatMessage([ChatMessageContentPart.CreateTextPart(message.Text), .. pictures]);
        }
    }

    private static AssistantChatMessage Assistant(AIChatMessage message)
    {
        var calls = message.Contents.OfType<FunctionCallContent>()
            .Select(call => ChatToolCall.CreateFunctionToolCall(call.CallId, call.Name, BinaryData.FromString(JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>()))))
            .ToList();
        if (calls.Count == 0)
        {
            return new AssistantChatMessage(message.Text);
        }

        var mapped = new AssistantChatMessage(calls);
        if (message.Text.Length > 0)
        {
            mapped.Content.Add(ChatMessageContentPart.CreateTextPart(message.Text));
        }

        return mapped;
    }
}
