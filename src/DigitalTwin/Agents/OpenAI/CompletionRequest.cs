using System.Text.Json;
using DigitalTwin.Hosting;

namespace DigitalTwin.Agents.OpenAI;

/// <summary>
/// A client's request. Options without a meaning for the twin (temperature, penalties, seeds) are ignored; options that
/// it would have to obey and cannot are refused.
/// </summary>
/// <param name="Before">The earlier messages, without the client's instructions: the twin obeys its owner's only.</param>
/// <param name="Message">The last message, which must be the user's.</param>
/// <param name="Streams">Whether the client wants the answer as a stream.</param>
/// <param name="WantsUsage">Whether the last chunk of the stream reports the tokens.</param>
internal sealed record CompletionRequest(IReadOnlyList<ProgramMessage> Before, string Message, bool Streams, bool WantsUsage)
{
    /// <summary>The one model there is.</summary>
    public const string ModelId = "digital-twin";

    /// <summary>Most bytes of a request: clients send the whole conversation each time.</summary>
    public const int MaxBytes = 512 * 1024;

    private const int MostMessages = 1_000;

    /// <exception cref="ProblemException">The request cannot be answered.</exception>
    public static CompletionRequest Parse(JsonElement root)
    {
        try
        {
            return Read(root);
        }
        catch (InvalidOperationException)
        {
            throw RequestBody.NoCharacter();
        }
    }

    private static CompletionRequest Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new ProblemException(Problems.InvalidJson, "The body must be a JSON object.");
        }

        if (Text(root, "model") is not ModelId)
        {
            throw new ProblemException(Problems.ModelNotFound, $"The model is '{ModelId}'.", ["model"]);
        }

        Refuse(root, "n", IsOne, "One answer at a time.");
        Refuse(root, "tools", IsEmptyList, "The twin uses its own tools only.");
        Refuse(root, "response_format", IsText, "The twin answers in Markdown only.");
        var messages = Messages(root);
        if (messages.Count == 0 || !messages[^1].IsFromVisitor)
        {
            throw new ProblemException(Problems.InvalidField, "The last message must be the user's.", ["messages"]);
        }

        RequestBody.RequireMessage(messages[^1].Text, "messages");
        var hasOptions = root.TryGetProperty("stream_options", out var options) && options.ValueKind == JsonValueKind.Object;
        return new CompletionRequest(
            [.. messages.SkipLast(1)],
            messages[^1].Text,
            Flag(root, "stream"),
            hasOptions && Flag(options, "include_usage"));
    }

    private static List<ProgramMessage> Messages(JsonElement root)
    {
        if (!root.TryGetProperty("messages", out var messages)
            || messages.ValueKind != JsonValueKind.Array
            || messages.GetArrayLength() > MostMessages)
        {
            throw new ProblemException(Problems.InvalidField, $"A list of at most {MostMessages} messages.", ["messages"]);
        }

        var said = new List<ProgramMessage>();
        foreach (var message in messages.EnumerateArray())
        {
            var role = message.ValueKind == JsonValueKind.Object ? Text(message, "role") : null;
            switch (role)
            {
                case "user" or "assistant":
                    said.Add(new ProgramMessage(role == "user", Content(message)));
                    break;
                case "system" or "developer":
                    break;
                default:
                        const string roles = "Messages have the role system, developer, user or assistant.";
                        throw new ProblemException(Problems.InvalidField, roles, ["messages"]);
            }
        }

        return said;
    }

    private static string Content(JsonElement message)
    {
        var content = message.TryGetProperty("content", out var given) ? given : default;
        return content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(PartText)),
            _ => throw new ProblemException(Problems.InvalidField, "A message has a content.", ["messages"]),
        };
    }

    private static string PartText(JsonElement part)
    {
        if (part.ValueKind == JsonValueKind.Object
            && Text(part, "type") is "text" or "input_text"
            && Text(part, "text") is { } text)
        {
            return text;
        }

        throw new ProblemException(Problems.InvalidField, "Parts of a message must be text.", ["messages"]);
    }

    private static bool IsOne(JsonElement value)
        => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number == 1;

    private static bool IsEmptyList(JsonElement value)
        => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0;

    private static bool IsText(JsonElement value)
        => value.ValueKind == JsonValueKind.Object && Text(value, "type") == "text";

    private static void Refuse(JsonElement root, string name, Func<JsonElement, bool> isFine, string why)
    {
        if (root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null && !isFine(value))
        {
            throw new ProblemException(Problems.InvalidField, why, [name]);
        }
    }

    private static string? Text(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static bool Flag(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
