using System.Text.Json;
using DigitalTwin.Models.Endpoints;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Responses;

/// <summary>Reads one answer of the Responses API, whole or event by event.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses-streaming</remarks>
internal sealed class ResponsesReader : IAnswerReader
{
    private const int MostItems = 256;
    private const int LongestThought = 256 * 1024;

    private readonly ModelText text = new();
    private readonly CallPieces calls = new();
    private readonly List<AIContent> thoughts = [];
    private bool hasText;

    public ChatFinishReason? Finish { get; private set; }

    public bool HasBegun { get; private set; }

    public ChatResponseUpdate Read(JsonElement json)
    {
        var update = new ChatResponseUpdate { Role = ChatRole.Assistant };
        switch (json.Field("type"u8).Name())
        {
            case "response.output_text.delta" or "response.refusal.delta":
                AddText(json.Field("delta"u8), update);
                break;
            case "response.output_item.done":
                ReadItem(json.Field("item"u8), update);
                break;
            case "response.completed" or "response.incomplete" or "response.failed" or "response.cancelled" or "response.done":
                ReadEnd(json.Field("response"u8), update);
                break;
            case "error":
                throw EndpointErrors.InAnswer(json.Field("error"u8) is { ValueKind: JsonValueKind.Object } error ? error : json);
            case null when IsError(json):
                throw EndpointErrors.InAnswer(json.Field("error"u8));
            case null:
                ReadEnd(json, update);
                break;
        }

        HasBegun = true;
        return update;
    }

    public ChatResponseUpdate End()
    {
        if (Finish is null)
        {
            throw EndpointErrors.BrokenOff();
        }

        return new ChatResponseUpdate(ChatRole.Assistant, [.. thoughts, .. calls.ToContents()])
        {
            FinishReason = calls.HasAny && Finish != ChatFinishReason.Length ? ChatFinishReason.ToolCalls : Finish,
        };
    }

    // Of a stream, the items came one by one: the whole answer at its end says them once more.
    private void ReadEnd(JsonElement response, ChatResponseUpdate update)
    {
        var (isStreamed, saidText) = (HasBegun, hasText);
        foreach (var item in response.Field("output"u8).Items().Take(MostItems))
        {
            var isMessage = item.Field("type"u8).Name() is "message";
            if (isMessage ? !saidText : !isStreamed || !Knows(item))
            {
                ReadItem(item, update);
            }
        }

        update.ModelId = response.Field("model"u8).Name();
        UsageReader.Read(response.Field("usage"u8), update);
        var error = response.Field("error"u8);
        Finish = response.Field("status"u8).Name() switch
        {
            "failed" or "cancelled" when error.ValueKind == JsonValueKind.Object => throw EndpointErrors.InAnswer(error),
            "failed" or "cancelled" => throw EndpointErrors.BrokenOff(),
            "incomplete" when response.Field("incomplete_details"u8).Field("reason"u8).Name() is "content_filter"
                => ChatFinishReason.ContentFilter,
            "incomplete" => ChatFinishReason.Length,
            _ => ChatFinishReason.Stop,
        };
    }

    private static bool IsError(JsonElement json)
        => json.Field("error"u8).ValueKind == JsonValueKind.Object && json.Field("output"u8).ValueKind != JsonValueKind.Array;

    private bool Knows(JsonElement item) => item.Field("type"u8).Name() switch
    {
        "function_call" => calls.HasAny,
        "reasoning" => thoughts.Count > 0,
        _ => true,
    };

    private void ReadItem(JsonElement item, ChatResponseUpdate update)
    {
        switch (item.Field("type"u8).Name())
        {
            case "function_call":
                calls.AddWhole(item.Field("call_id"u8).Name() ?? item.Field("id"u8).Name(), item);
                break;
            case "reasoning":
                AddThought(item);
                break;
            case "message" when !hasText:
                foreach (var part in item.Field("content"u8).Items())
                {
                    AddText(part.Field("text"u8), update);
                    AddText(part.Field("refusal"u8), update);
                }

                break;
        }
    }

    // As it has to come back: with the fields that the API takes, and no others.
    private void AddThought(JsonElement item)
    {
        var fields = new Dictionary<string, JsonElement>();
        foreach (var name in (string[])["type", "id", "summary", "encrypted_content"])
        {
            if (item.Field(name) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } value)
            {
                fields[name] = value;
            }
        }

        if (fields.ContainsKey("encrypted_content") && JsonSerializer.Serialize(fields) is { Length: < LongestThought } kept)
        {
            thoughts.Add(new TextReasoningContent("") { ProtectedData = kept });
        }
    }

    private void AddText(JsonElement content, ChatResponseUpdate update)
    {
        var shown = content.ValueKind == JsonValueKind.String ? text.Add(ModelText.Of(content)) : "";
        if (shown.Length > 0)
        {
            hasText = true;
            update.Contents.Add(new TextContent(shown));
        }
    }
}
