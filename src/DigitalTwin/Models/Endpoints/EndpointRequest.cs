using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Endpoints;

/// <summary>A request to a model, with nothing that its endpoint refused before.</summary>
internal abstract class EndpointRequest(RequestSettings settings, EndpointHabits habits)
{
    // Escaped where JSON needs it, and not for the sake of web pages: each escape costs tokens.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions PlainValues = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<string> sent = [];

    /// <summary>What is the same in all requests to the model.</summary>
    protected RequestSettings Settings { get; } = settings;

    /// <summary>Writes the request.</summary>
    public WrittenRequest Write(IEnumerable<ChatMessage> messages, ChatOptions? options, bool streams)
    {
        // Of the size of the one before: what grows is copied each time.
        var buffer = new ArrayBufferWriter<byte>(Settings.LastLength + 1024);
        using var json = new Utf8JsonWriter(buffer, Plain);
        json.WriteStartObject();
        json.WriteString("model"u8, Settings.Model);
        WriteTools(json, options);
        WriteFields(json, messages, options, streams);
        json.WriteEndObject();
        json.Flush();
        Settings.LastLength = buffer.WrittenCount;
        return new WrittenRequest(buffer.WrittenMemory, sent);
    }

    /// <summary>Writes all but the model and the tools.</summary>
    protected abstract void WriteFields(Utf8JsonWriter json, IEnumerable<ChatMessage> messages, ChatOptions? options, bool streams);

    /// <summary>Writes one tool.</summary>
    protected abstract void WriteTool(Utf8JsonWriter json, AIFunctionDeclaration tool);

    /// <summary>Whether a field may be sent; it counts as sent where it may.</summary>
    protected bool May(string field)
    {
        if (habits.Takes(field) && !sent.Contains(field))
        {
            sent.Add(field);
        }

        return habits.Takes(field);
    }

    /// <summary>The effort to ask for, where one may be sent.</summary>
    protected string? Effort() => Settings.EffortFor(habits) is { } effort && May(RequestFields.Effort) ? effort : null;

    /// <summary>The limit of all tokens of an answer, of which its reader sees a part.</summary>
    protected int LimitOf(int visible) => visible + Settings.RoomForThought(habits);

    /// <summary>What a tool is described by in either API.</summary>
    protected static void WriteFunction(Utf8JsonWriter json, AIFunctionDeclaration tool)
    {
        json.WriteString("name"u8, tool.Name);
        json.WriteString("description"u8, tool.Description);
        json.WritePropertyName("parameters"u8);
        tool.JsonSchema.WriteTo(json);
    }

    /// <summary>A call's arguments as text.</summary>
    protected static string ArgumentsOf(FunctionCallContent call)
        => JsonSerializer.Serialize(call.Arguments ?? new Dictionary<string, object?>(), PlainValues);

    /// <summary>What a tool answered, as text.</summary>
    protected static string TextOf(FunctionResultContent result)
        => result.Result as string ?? JsonSerializer.Serialize(result.Result, PlainValues);

    private void WriteTools(Utf8JsonWriter json, ChatOptions? options)
    {
        if (options?.Tools is not { Count: > 0 } tools || !May(RequestFields.Tools))
        {
            return;
        }

        json.WriteStartArray(RequestFields.Tools);
        foreach (var tool in tools.OfType<AIFunctionDeclaration>())
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "function"u8);
            WriteTool(json, tool);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
