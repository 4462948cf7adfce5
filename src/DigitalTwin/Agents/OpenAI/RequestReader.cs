using System.Text.Json;
using DigitalTwin.Hosting;

namespace DigitalTwin.Agents.OpenAI;

/// <summary>What the requests of OpenAI's protocols have in common.</summary>
internal static class RequestReader
{
    /// <summary>The one model there is.</summary>
    public const string ModelId = "digital-twin";

    /// <summary>Most bytes of a request: clients send the whole conversation each time.</summary>
    public const int MaxBytes = 512 * 1024;

    private const int MostMessages = 1_000;

    /// <summary>Reads a request.</summary>
    /// <exception cref="ProblemException">It cannot be answered.</exception>
    public static T Read<T>(JsonElement root, Func<JsonElement, T> read)
    {
        try
        {
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new ProblemException(Problems.InvalidJson, "The body must be a JSON object.");
            }

            return Text(root, "model") is ModelId
                ? read(root)
                : throw new ProblemException(Problems.ModelNotFound, $"The model is '{ModelId}'.", ["model"]);
        }
        catch (InvalidOperationException)
        {
            throw RequestBody.NoCharacter();
        }
    }

    /// <summary>
    /// The conversation, of which the last message must be the user's. The program's instructions are left out, since the twin obeys its
    /// owner's only, and so is what its own tools and its model's thoughts left in the history.
    /// </summary>
    public static (IReadOnlyList<ProgramMessage> Before, string Message) Messages(JsonElement list, string field)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > MostMessages)
        {
            throw new ProblemException(Problems.InvalidField, $"A list of at most {MostMessages} messages.", [field]);
        }

        var items = list.EnumerateArray().ToList();
        var said = new List<ProgramMessage>();
        foreach (var (index, item) in items.Index())
        {
            if (RoleOf(item, field) is not { } role)
            {
                continue;
            }

            var text = TextOf(item, field, mustBeText: index == items.Count - 1);
            if (text.Length > 0 || index == items.Count - 1)
            {
                said.Add(new ProgramMessage(role == "user", text));
            }
        }

        if (said.Count == 0 || !said[^1].IsFromVisitor)
        {
            throw new ProblemException(Problems.InvalidField, "The last message must be the user's.", [field]);
        }

        RequestBody.RequireMessage(said[^1].Text, field);
        return ([.. said.SkipLast(1)], said[^1].Text);
    }

    /// <summary>Refuses an option that would have to be obeyed and cannot be.</summary>
    public static void Refuse(JsonElement root, string name, Func<JsonElement, bool> isFine, string why)
    {
        if (root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null && !isFine(value))
        {
            throw new ProblemException(Problems.InvalidField, why, [name]);
        }
    }

    public static bool IsEmptyList(JsonElement value) => value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0;

    public static bool IsText(JsonElement value) => value.ValueKind == JsonValueKind.Object && Text(value, "type") == "text";

    public static string? Text(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    public static bool Flag(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    private static string? RoleOf(JsonElement item, string field)
    {
        var isObject = item.ValueKind == JsonValueKind.Object;
        var (role, type) = (isObject ? Text(item, "role") : null, isObject ? Text(item, "type") : null);
        return role switch
        {
            "user" or "assistant" => role,
            "system" or "developer" or "tool" or "function" => null,
            null when IsLeftOut(type) => null,
            _ => throw new ProblemException(
                Problems.InvalidField, "Messages have the role system, developer, user, assistant or tool.", [field]),
        };
    }

    private static bool IsLeftOut(string? type)
        => type is "reasoning" or "item_reference"
            || type?.EndsWith("_call", StringComparison.Ordinal) == true
            || type?.EndsWith("_output", StringComparison.Ordinal) == true;

    private static string TextOf(JsonElement message, string field, bool mustBeText)
    {
        var content = message.TryGetProperty("content", out var given) ? given : default;
        return content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Array
                => string.Join('\n', content.EnumerateArray().Select(part => PartOf(part, field, mustBeText)).OfType<string>()),
            JsonValueKind.Null or JsonValueKind.Undefined when !mustBeText => Text(message, "refusal") ?? "",
            _ => throw new ProblemException(Problems.InvalidField, "A message has a content.", [field]),
        };
    }

    // What a program showed or heard before is no loss; what it asks about now would be.
    private static string? PartOf(JsonElement part, string field, bool mustBeText)
    {
        var text = part.ValueKind != JsonValueKind.Object ? null : Text(part, "type") switch
        {
            "text" or "input_text" or "output_text" => Text(part, "text"),
            "refusal" => Text(part, "refusal"),
            _ => null,
        };
        return text is null && mustBeText
            ? throw new ProblemException(Problems.InvalidField, "Parts of a message must be text.", [field])
            : text;
    }
}
