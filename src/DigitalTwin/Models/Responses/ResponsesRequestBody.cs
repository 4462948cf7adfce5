using System.Text.Json;
using DigitalTwin.Models.Endpoints;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Responses;

/// <summary>A request to the Responses API, stateless, with nothing that its endpoint refused before.</summary>
/// <remarks>https://platform.openai.com/docs/api-reference/responses/create</remarks>
internal sealed class ResponsesRequestBody(RequestSettings settings, EndpointHabits habits) : EndpointRequest(settings, habits)
{
    /// <summary>The Responses API.</summary>
    public static WireFormat Format { get; } = new(
        "responses",
        (settings, habits, messages, options, streams) => new ResponsesRequestBody(settings, habits).Write(messages, options, streams),
        () => new ResponsesReader());

    protected override void WriteFields(Utf8JsonWriter json, IEnumerable<ChatMessage> messages, ChatOptions? options, bool streams)
    {
        WriteInput(json, messages);
        if (May(RequestFields.Store))
        {
            json.WriteBoolean(RequestFields.Store, false);
        }

        if (streams && May(RequestFields.Stream))
        {
            json.WriteBoolean(RequestFields.Stream, true);
        }

        if (options?.MaxOutputTokens is { } limit && May(RequestFields.MaxOutputTokens))
        {
            json.WriteNumber(RequestFields.MaxOutputTokens, LimitOf(limit));
        }

        WriteThought(json, options);
    }

    // Strict schemas would need every parameter, also those a model may leave out.
    protected override void WriteTool(Utf8JsonWriter json, AIFunctionDeclaration tool)
    {
        WriteFunction(json, tool);
        json.WriteBoolean("strict"u8, false);
    }

    private void WriteThought(Utf8JsonWriter json, ChatOptions? options)
    {
        if (Effort() is { } effort)
        {
            json.WriteStartObject("reasoning"u8);
            json.WriteString("effort"u8, effort);
            json.WriteEndObject();
        }

        // What was thought before a call comes back with the call's result, and only its model can read it.
        if (May(RequestFields.Include))
        {
            json.WriteStartArray(RequestFields.Include);
            json.WriteStringValue("reasoning.encrypted_content"u8);
            json.WriteEndArray();
        }

        if (Settings.Verbosity is { } verbosity && May(RequestFields.Verbosity))
        {
            json.WriteStartObject("text"u8);
            json.WriteString("verbosity"u8, verbosity);
            json.WriteEndObject();
        }

        if (options?.ConversationId is { } key && May(RequestFields.CacheKey))
        {
            json.WriteString(RequestFields.CacheKey, key);
        }
    }

    private void WriteInput(Utf8JsonWriter json, IEnumerable<ChatMessage> messages)
    {
        json.WriteStartArray("input"u8);
        foreach (var message in messages)
        {
            foreach (var thought in message.Contents.OfType<TextReasoningContent>())
            {
                KeptThought.Of(thought, KeptThought.Reasoning)?.WriteTo(json);
            }

            if (message.Text.Length > 0 || message.Contents.Any(content => content is DataContent))
            {
                WriteMessage(json, message);
            }

            WriteCalls(json, message);
        }

        json.WriteEndArray();
    }

    private void WriteMessage(Utf8JsonWriter json, ChatMessage message)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, message.Role.Value);
        if (message.Contents.Any(content => content is DataContent) && May(RequestFields.Pictures))
        {
            json.WriteStartArray("content"u8);
            WritePart(json, "input_text", "text", message.Text);
            foreach (var picture in message.Contents.OfType<DataContent>())
            {
                WritePart(json, "input_image", "image_url", picture.Uri);
            }

            json.WriteEndArray();
        }
        else
        {
            json.WriteString("content"u8, message.Text);
        }

        json.WriteEndObject();
    }

    private static void WritePart(Utf8JsonWriter json, string type, string name, string value)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
        json.WriteString(name, value);
        json.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter json, ChatMessage message)
    {
        foreach (var content in message.Contents)
        {
            if (content is FunctionCallContent call)
            {
                json.WriteStartObject();
                json.WriteString("type"u8, "function_call"u8);
                json.WriteString("call_id"u8, call.CallId);
                json.WriteString("name"u8, call.Name);
                json.WriteString("arguments"u8, ArgumentsOf(call));
                json.WriteEndObject();
            }
            else if (content is FunctionResultContent result)
            {
                json.WriteStartObject();
                json.WriteString("type"u8, "function_call_output"u8);
                json.WriteString("call_id"u8, result.CallId);
                json.WriteString("output"u8, TextOf(result));
                json.WriteEndObject();
            }
        }
    }
}
