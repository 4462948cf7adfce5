using System.Text.Json;
using DigitalTwin.Models.Endpoints;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Completions;

/// <summary>
/// Reads one answer of an endpoint, whole or chunk by chunk: text, calls, usage and the end, where they stand. Everything else may be
/// missing, null, or of another type.
/// </summary>
/// <remarks>https://platform.openai.com/docs/api-reference/chat/streaming, and what servers make of it.</remarks>
internal sealed class CompletionReader : IAnswerReader
{
    private const int MostPerChunk = 128;

    private readonly ModelText text = new();
    private readonly CallPieces calls = new();
    private bool hasText;

    /// <summary>Why the answer ended; <see langword="null"/> while the endpoint has not said so.</summary>
    public ChatFinishReason? Finish { get; private set; }

    /// <summary>Whether anything came that an answer consists of.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Takes in a chunk or a whole completion.</summary>
    /// <exception cref="ModelException">It is an error, or says that the answer was broken off.</exception>
    public ChatResponseUpdate Read(JsonElement chunk)
    {
        ThrowIfError(chunk);
        var update = new ChatResponseUpdate { Role = ChatRole.Assistant, ModelId = chunk.Field("model"u8).Name() };
        foreach (var choice in chunk.Field("choices"u8).Items().Take(MostPerChunk))
        {
            // Only one was asked for.
            if (choice.Field("index"u8).Count() is null or 0)
            {
                ReadChoice(choice, update);
            }
        }

        var usage = chunk.Field("usage"u8) is { ValueKind: JsonValueKind.Object } found ? found : chunk.Field("x_groq"u8).Field("usage"u8);
        UsageReader.Read(usage, update);
        return update;
    }

    /// <summary>The calls, once the answer is over.</summary>
    /// <exception cref="ModelException">The answer ended in the middle of a call without a reason.</exception>
    public ChatResponseUpdate End()
    {
        if (Finish is null && !calls.AreComplete)
        {
            throw EndpointErrors.BrokenOff();
        }

        return new ChatResponseUpdate(ChatRole.Assistant, [.. calls.ToContents()])
        {
            // Said once more: what a client is told last is how it ended.
            FinishReason = calls.HasAny && Finish != ChatFinishReason.Length ? ChatFinishReason.ToolCalls : Finish ?? ChatFinishReason.Stop,
        };
    }

    private void ReadChoice(JsonElement choice, ChatResponseUpdate update)
    {
        var isDelta = choice.Field("delta"u8).ValueKind == JsonValueKind.Object;
        var message = choice.Field(isDelta ? "delta"u8 : "message"u8);

        // At the end of a stream, some servers send the whole message once more.
        if (isDelta || !hasText)
        {
            AddText(message.Field("content"u8), update);
            AddText(message.Field("refusal"u8), update);
            AddText(choice.Field("text"u8), update);
        }

        if (isDelta || !calls.HasAny)
        {
            ReadCalls(message);
        }

        var reason = choice.Field("finish_reason"u8);
        ReadFinish(reason.Name() ?? choice.Field("native_finish_reason"u8).Name());
        HasBegun |= message.ValueKind == JsonValueKind.Object || hasText || reason.ValueKind != JsonValueKind.Undefined;
    }

    private void ReadCalls(JsonElement message)
    {
        foreach (var call in message.Field("tool_calls"u8).Items().Where(call => call.ValueKind == JsonValueKind.Object).Take(MostPerChunk))
        {
            calls.Add(call);
        }

        // The form before tool_calls.
        if (message.Field("function_call"u8) is { ValueKind: JsonValueKind.Object } function)
        {
            calls.Add(function);
        }
    }

    // https://platform.openai.com/docs/api-reference/chat/object, and the names that other families have for the same.
    private void ReadFinish(string? reason)
    {
        Finish = reason?.ToLowerInvariant() switch
        {
            null or "null" or "none" => Finish,
            "length" or "max_tokens" or "max_output_tokens" or "max_length" or "model_length" or "model_context_window_exceeded"
                => ChatFinishReason.Length,
            "content_filter" or "content_filtered" or "safety" or "recitation" or "blocklist" or "prohibited_content" or "spii"
                or "sensitive" or "refusal" or "guardrail_intervened" => ChatFinishReason.ContentFilter,
            "error" or "abort" or "aborted" or "cancelled" or "canceled" or "network_error" or "insufficient_system_resource"
                => throw new ModelException(ModelFailure.Unavailable, $"The endpoint broke off its answer: {reason}."),
            _ => ChatFinishReason.Stop,
        };
    }

    private void AddText(JsonElement content, ChatResponseUpdate update)
    {
        foreach (var piece in TextsOf(content))
        {
            var shown = text.Add(piece);
            hasText |= shown.Length > 0;
            if (shown.Length > 0)
            {
                update.Contents.Add(new TextContent(shown));
            }
        }
    }

    private static IEnumerable<string> TextsOf(JsonElement content) => content.ValueKind switch
    {
        JsonValueKind.String => [ModelText.Of(content)],
        JsonValueKind.Number => [content.GetRawText()],
        JsonValueKind.Array => content.EnumerateArray().SelectMany(TextsOf),
        JsonValueKind.Object when IsText(content.Field("type"u8))
            => TextsOf(content.Field("text"u8)).Concat(TextsOf(content.Field("value"u8))),
        _ => [],
    };

    // A part of another type is what the model thought, or a picture.
    private static bool IsText(JsonElement type)
        => type.ValueKind != JsonValueKind.String || ModelText.Of(type) is "text" or "output_text" or "";

    private static void ThrowIfError(JsonElement chunk)
    {
        var error = chunk.Field("error"u8);
        var isError = error.ValueKind == JsonValueKind.Object
            || (error.ValueKind == JsonValueKind.String && ModelText.Of(error).Length > 0);
        if (isError && chunk.Field("choices"u8).ValueKind != JsonValueKind.Array)
        {
            throw EndpointErrors.InAnswer(error);
        }

        foreach (var choice in chunk.Field("choices"u8).Items())
        {
            if (choice.Field("error"u8) is { ValueKind: JsonValueKind.Object } inner)
            {
                throw EndpointErrors.InAnswer(inner);
            }
        }

        if (chunk.ValueKind != JsonValueKind.Object)
        {
            throw EndpointErrors.NotTheProtocol();
        }
    }
}
