using System.Text.Json;
using DigitalTwin.Hosting;

namespace DigitalTwin.Agents.OpenAI;

/// <summary>What a client asks for. What the twin has no use for (temperature, penalties, seeds) is left alone; what it would have to do and cannot is refused.</summary>
/// <param name="Before">What was said before. Instructions of the client's are not among it: the twin has the owner's alone.</param>
/// <param name="Message">The last message, the client's own.</param>
/// <param name="Streams">Whether the answer comes in pieces.</param>
/// <param name="WantsUsage">Whether the last piece tells the tokens.</param>
internal sealed record CompletionRequest(IReadOnlyList<ProgramMessage> Before, string Message, bool Streams, bool WantsUsage)
{
    /// <summary>The one model there is.</summary>
    public const string ModelId = "digital-twin";

    /// <summary>Most bytes of a request: clients send all that was said, each time.</summary>
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

        Refuse(root, "n", value => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var n) && n == 1, "One answer at a time.");
        Refuse(root, "tools", value => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0, "The twin uses its own tools only.");
        Refuse(root, "response_format", value => value.ValueKind == JsonValueKind.Object && Text(value, "type") == "text", "The twin answers in Markdown only.");
        var messages = Messages(root);
        if (messages.Count == 0 || !messages[^1].IsFromVisitor)
        {
            throw new ProblemException(Problems.InvalidField, "The last message must be the user's.", ["messages"]);
        }

        RequestBody.RequireMessage(messages[^1].Text, "messages");
        var options = root.TryGetProperty("stream_options", out var given) && given.ValueKind == JsonValueKind.Object ? given : default;
        return new CompletionRequest([.. messages.SkipLast(1)], messages[^1].Text, Flag(root, "stream"), options.ValueKind == JsonValueKind.Object && Flag(options, "include_usage"));
    }

    private static List<ProgramMessage> Messages(JsonElement root)
    {
        if (!root.TryGetProperty("messages", out var messages) || messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() > MostMessages)
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
                    throw new ProblemException(Problems.InvalidField, "Messages have the role system, developer, user or assistant.", ["messages"]);
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
            JsonValueKind.Array => string.Join('\n', content.EnumerateArray().Select(part => part.ValueKind == JsonValueKind.Object && Text(part, "type") is "text" or "input_text" && Text(part, "text") is { } text
                ? text
                : throw new ProblemException(Problems.InvalidField, "Parts of a message must be text.", ["messages"]))),
            _ => throw new ProblemException(Problems.InvalidField, "A message has a content.", ["messages"]),
        };
    }

    private static void Refuse(JsonElement root, string name, Func<JsonElement, bool> isFine, string why)
    {
        if (root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null && !isFine(value))
        {
            throw new ProblemException(Problems.InvalidField, why, [name]);
        }
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool Flag(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
