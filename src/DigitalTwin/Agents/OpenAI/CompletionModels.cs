using System.Text.Json;
using System.Text.Json.Serialization;
using DigitalTwin.Conversations;

namespace DigitalTwin.Agents.OpenAI;

/// <summary>An answer of <c>POST /v1/chat/completions</c>, or a chunk of one.</summary>
/// <remarks>
/// https://platform.openai.com/docs/api-reference/chat. <c>citations</c> is the twin's own member; clients that do not
/// know it ignore it.
/// </remarks>
internal sealed record Completion(
    string Id,
    string Object,
    long Created,
    string Model,
    IReadOnlyList<CompletionChoice> Choices)
{
    public CompletionUsage? Usage { get; init; }

    public IReadOnlyList<Citation>? Citations { get; init; }
}

internal sealed record CompletionChoice(int Index)
{
    public CompletionMessage? Message { get; init; }

    public CompletionMessage? Delta { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string? FinishReason { get; init; }
}

internal sealed record CompletionMessage
{
    public string? Role { get; init; }

    public string? Content { get; init; }
}

internal sealed record CompletionUsage(long PromptTokens, long CompletionTokens, long TotalTokens);

internal sealed record CompletionModel(string Id, string Object, long Created, string OwnedBy);

internal sealed record CompletionModelList(string Object, IReadOnlyList<CompletionModel> Data);

/// <summary>An error in OpenAI's shape.</summary>
/// <remarks>https://platform.openai.com/docs/guides/error-codes</remarks>
internal sealed record CompletionErrorBody(CompletionError Error);

internal sealed record CompletionError(
    string Message,
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param,
    string Code);

[JsonSerializable(typeof(Completion))]
[JsonSerializable(typeof(CompletionModel))]
[JsonSerializable(typeof(CompletionModelList))]
[JsonSerializable(typeof(CompletionErrorBody))]
internal sealed partial class CompletionJson : JsonSerializerContext
{
    public static CompletionJson Api { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
