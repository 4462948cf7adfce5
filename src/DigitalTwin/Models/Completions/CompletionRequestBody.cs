using System.Text.Json;
using DigitalTwin.Models.Endpoints;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Completions;

/// <summary>A request for a chat completion, with nothing that its endpoint refused before.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/chat/create</remarks>
internal sealed class CompletionRequestBody(RequestSettings settings, EndpointHabits habits) : EndpointRequest(settings, habits)
{
    /// <summary>Chat completions.</summary>
    public static WireFormat Format { get; } = new(
        "chat/completions",
        (settings, habits, messages, options, streams) => new CompletionRequestBody(settings, habits).Write(messages, options, streams),
        () => new CompletionReader());

    protected override void WriteFields(Utf8JsonWriter json, IEnumerable<ChatMessage> messages, ChatOptions? options, bool streams)
    {
        WriteMessages(json, messages);
        if (streams && May(RequestFields.Stream))
        {
            json.WriteBoolean("stream"u8, true);
            WriteStreamOptions(json);
        }

        WriteLimit(json, options);
        WriteOptional(json, RequestFields.Effort, Effort());
        WriteOptional(json, RequestFields.Verbosity, Settings.Verbosity);
        WriteOptional(json, RequestFields.CacheKey, Settings.IsOpenAI ? options?.ConversationId : null);
    }

    protected override void WriteTool(Utf8JsonWriter json, AIFunctionDeclaration tool)
    {
        json.WriteStartObject("function"u8);
        WriteFunction(json, tool);
        json.WriteEndObject();
    }

    private void WriteOptional(Utf8JsonWriter json, string field, string? value)
    {
        if (value is not null && May(field))
        {
            json.WriteString(field, value);
        }
    }

    private void WriteStreamOptions(Utf8JsonWriter json)
    {
        if (May(RequestFields.StreamOptions))
        {
            json.WriteStartObject(RequestFields.StreamOptions);
            json.WriteBoolean("include_usage"u8, true);
            json.WriteEndObject();
        }
    }

    // Reasoning models refuse the older name, and servers other than OpenAI's the newer one.
    private void WriteLimit(Utf8JsonWriter json, ChatOptions? options)
    {
        if (options?.MaxOutputTokens is not { } limit)
        {
            return;
        }

        var (usual, other) = Settings.IsOpenAI
            ? (RequestFields.MaxCompletionTokens, RequestFields.MaxTokens)
            : (RequestFields.MaxTokens, RequestFields.MaxCompletionTokens);
        if (May(usual))
        {
            json.WriteNumber(usual, LimitOf(limit));
        }
        else if (May(other))
        {
            json.WriteNumber(other, LimitOf(limit));
        }
    }

    private void WriteMessages(Utf8JsonWriter json, IEnumerable<ChatMessage> messages)
    {
        json.WriteStartArray("messages"u8);
        var instructions = "";
        foreach (var message in messages)
        {
            if (message.Role == ChatRole.System && !May(RequestFields.SystemRole))
            {
                instructions += message.Text + "\n\n";
            }
            else if (message.Role == ChatRole.Tool)
            {
                WriteResults(json, message);
            }
            else
            {
                WriteMessage(json, message, message.Role == ChatRole.User ? instructions : "");
                instructions = message.Role == ChatRole.User ? "" : instructions;
            }
        }

        json.WriteEndArray();
    }

    private void WriteMessage(Utf8JsonWriter json, ChatMessage message, string before)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, message.Role.Value);
        if (message.Contents.Any(content => content is DataContent) && May(RequestFields.Pictures))
        {
            WriteParts(json, message, before);
        }
        else
        {
            // Always there: servers refuse a message with calls that has none, or whose content is null.
            json.WriteString("content"u8, before + message.Text);
        }

        WriteCalls(json, message);
        json.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter json, ChatMessage message, string before)
    {
        json.WriteStartArray("content"u8);
        json.WriteStartObject();
        json.WriteString("type"u8, "text"u8);
        json.WriteString("text"u8, before + message.Text);
        json.WriteEndObject();
        foreach (var picture in message.Contents.OfType<DataContent>())
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "image_url"u8);
            json.WriteStartObject("image_url"u8);
            json.WriteString("url"u8, picture.Uri);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCalls(Utf8JsonWriter json, ChatMessage message)
    {
        if (!message.Contents.Any(content => content is FunctionCallContent))
        {
            return;
        }

        json.WriteStartArray("tool_calls"u8);
        foreach (var call in message.Contents.OfType<FunctionCallContent>())
        {
            json.WriteStartObject();
            json.WriteString("id"u8, call.CallId);
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, call.Name);
            json.WriteString("arguments"u8, ArgumentsOf(call));
            json.WriteEndObject();
            WriteExtra(json, call);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // What an endpoint put beside a call comes back with it: without its signature, Gemini refuses the next step.
    private static void WriteExtra(Utf8JsonWriter json, FunctionCallContent call)
    {
        if (call.AdditionalProperties?.GetValueOrDefault(CallPieces.Extra) is not string extra)
        {
            return;
        }

        using var fields = JsonDocument.Parse(extra);
        foreach (var field in fields.RootElement.EnumerateObject())
        {
            field.WriteTo(json);
        }
    }

    private static void WriteResults(Utf8JsonWriter json, ChatMessage message)
    {
        foreach (var result in message.Contents.OfType<FunctionResultContent>())
        {
            json.WriteStartObject();
            json.WriteString("role"u8, "tool"u8);
            json.WriteString("tool_call_id"u8, result.CallId);
            json.WriteString("content"u8, TextOf(result));
            json.WriteEndObject();
        }
    }
}
