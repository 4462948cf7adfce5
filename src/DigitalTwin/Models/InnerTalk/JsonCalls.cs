using System.Text.Json;
using System.Text.RegularExpressions;
using DigitalTwin.Models.Endpoints;

namespace DigitalTwin.Models.InnerTalk;

/// <summary>What JSON in the place of a reply is.</summary>
internal enum JsonReply
{
    /// <summary>Something to read.</summary>
    Text,

    /// <summary>It cannot be told yet.</summary>
    Unclear,

    /// <summary>A tool call.</summary>
    Call,
}

/// <summary>Knows tool calls in the forms in which models write them as JSON.</summary>
internal static partial class JsonCalls
{
    private const int Longest = 32 * 1024;

    private static readonly string[] Names = ["name", "tool_name", "tool", "function", "action", "recipient_name"];
    private static readonly string[] Arguments = ["arguments", "parameters", "args", "input", "action_input", "tool_parameters"];
    private static readonly string[] Wrappers = ["tool_calls", "tool_call", "function_call", "toolCall", "function", "tool_uses"];
    private static readonly HashSet<string> FirstKeys = [.. Names, .. Arguments, .. Wrappers, "type", "id", "thought"];

    /// <summary>Looks at JSON that begins a line.</summary>
    /// <param name="text">From its first bracket on.</param>
    /// <param name="isAll">Whether nothing more comes.</param>
    /// <param name="length">The length of the call, where it is one.</param>
    public static JsonReply Look(string text, bool isAll, out int length)
    {
        length = 0;
        var key = FirstKey().Match(text);
        if (!key.Success)
        {
            return !isAll && BeginOfObject().IsMatch(text) ? JsonReply.Unclear : JsonReply.Text;
        }

        if (!IsKey(key.Groups["key"].Value, key.Groups["end"].Success))
        {
            return JsonReply.Text;
        }

        length = JsonInText.LengthAt(text, 0);
        if (length > 0)
        {
            return JsonInText.TryParse(text[..length]) is { } json && Of(json).Any() ? JsonReply.Call : JsonReply.Text;
        }

        length = text.Length;
        return isAll || length > Longest ? (Broken().IsMatch(text) ? JsonReply.Call : JsonReply.Text) : JsonReply.Unclear;
    }

    /// <summary>The calls that a JSON value consists of.</summary>
    public static IEnumerable<(string Name, JsonElement Arguments)> Of(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            return value.EnumerateArray().SelectMany(Of);
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return [];
        }

        var wrapped = Wrappers.Select(each => value.Field(each))
            .FirstOrDefault(each => each.ValueKind is JsonValueKind.Object or JsonValueKind.Array);
        if (wrapped.ValueKind != JsonValueKind.Undefined)
        {
            return Of(wrapped);
        }

        var name = Names.Select(each => value.Field(each).Name()).FirstOrDefault(each => each is not null);
        var arguments = Arguments.Select(each => value.Field(each)).FirstOrDefault(each => each.ValueKind != JsonValueKind.Undefined);
        return name is not null && ToolName().IsMatch(name) && arguments.ValueKind is JsonValueKind.Object or JsonValueKind.String
            ? [(name, arguments)]
            : [];
    }

    private static bool IsKey(string key, bool isWhole)
        => isWhole ? FirstKeys.Contains(key) : FirstKeys.Any(each => each.StartsWith(key, StringComparison.Ordinal));

    // A line that begins with JSON, in a fence or not.
    [GeneratedRegex(@"(?:^|(?<=\n))(?<line>[ \t]*(?<fence>```[ \t]*\w{0,12}[ \t]*\r?\n\s*)?)(?=[\[{]|$)")]
    internal static partial Regex Line();

    [GeneratedRegex(@"\G\s*[;,]?\s*")]
    internal static partial Regex After();

    [GeneratedRegex(@"\G\s*(?<fence>```)?\s*")]
    internal static partial Regex AfterFenced();

    [GeneratedRegex(@"^\[?\s*\{\s*""(?<key>\w*)(?<end>"")?")]
    private static partial Regex FirstKey();

    [GeneratedRegex(@"^(?:\[\s*)?(?:\{\s*)?$")]
    private static partial Regex BeginOfObject();

    [GeneratedRegex(
        @"""(?:name|tool_name|tool|function|action)""\s*:\s*""[\w.:-]{1,64}""[\s\S]*"
            + @"""(?:arguments|parameters|args|input|action_input)""\s*:")]
    private static partial Regex Broken();

    [GeneratedRegex(@"^[\w.:-]{1,80}$")]
    private static partial Regex ToolName();
}
