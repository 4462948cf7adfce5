using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Models.Endpoints;

/// <summary>Puts the calls of an answer together from their pieces, whose index, id and name may be missing or repeated.</summary>
internal sealed class CallPieces
{
    /// <summary>The additional property with the fields of a call that the protocol does not know, as a JSON object.</summary>
    public const string Extra = "extra";

    private const int MostCalls = 64;
    private const int LongestArguments = 64 * 1024;
    private const int LongestExtra = 32 * 1024;

    private readonly List<Call> calls = [];

    /// <summary>Whether any call has begun.</summary>
    public bool HasAny => calls.Count > 0;

    /// <summary>Whether the arguments of all calls have been read to their end.</summary>
    public bool AreComplete => calls.TrueForAll(call => call.Read().Error is null);

    public void Add(JsonElement piece)
    {
        var function = piece.Field("function"u8) is { ValueKind: JsonValueKind.Object } inner ? inner : piece;
        var (id, name) = (piece.Field("id"u8).Name(), function.Field("name"u8).Name());
        if (Find(piece.Field("index"u8).Count(), id, name) is { } call)
        {
            call.Id ??= id;
            call.Name ??= name;
            var arguments = function.Field("arguments"u8);
            call.Append(arguments.ValueKind == JsonValueKind.Undefined ? function.Field("parameters"u8) : arguments);
            call.Keep(piece);
        }
    }

    /// <summary>Adds a call that came in one piece.</summary>
    public void AddWhole(string? id, JsonElement call)
    {
        if (calls.Count < MostCalls)
        {
            var whole = new Call { Id = id, Name = call.Field("name"u8).Name() };
            whole.Append(call.Field("arguments"u8));
            calls.Add(whole);
        }
    }

    /// <summary>The calls, in the order in which they began.</summary>
    public IReadOnlyList<FunctionCallContent> ToContents()
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var contents = new List<FunctionCallContent>(calls.Count);
        foreach (var (index, call) in calls.Index())
        {
            var id = call.Id is { } given && taken.Add(given) ? given : Unused(taken, index);
            var (arguments, error) = call.Read();
            var content = new FunctionCallContent(id, call.Name ?? "unknown", arguments) { Exception = error };
            if (call.Extra is { } extra)
            {
                content.AdditionalProperties = new() { [Extra] = extra };
            }

            contents.Add(content);
        }

        return contents;
    }

    private static string Unused(HashSet<string> taken, int index)
    {
        while (!taken.Add($"call_{index}"))
        {
            index += MostCalls;
        }

        return $"call_{index}";
    }

    // Some servers number all calls 0, some number none, some name a call in each of its pieces.
    private Call? Find(long? index, string? id, string? name)
    {
        var found = index is null ? calls.LastOrDefault() : calls.LastOrDefault(call => call.Index == index);
        if (id is not null && calls.Find(call => call.Id == id) is { } same)
        {
            found = same;
        }
        else if (found is not null
            && (IsOther(found.Id, id) || IsOther(found.Name, name) || (index is null && name is not null && found.IsWhole)))
        {
            found = null;
        }

        if (found is null && calls.Count < MostCalls && (id ?? name) is not null)
        {
            calls.Add(found = new Call { Index = index });
        }

        return found;
    }

    private static bool IsOther(string? known, string? given) => known is not null && given is not null && known != given;

    private sealed class Call
    {
        private static readonly HashSet<string> Known = ["index", "id", "type", "function", "name", "arguments", "parameters"];

        private readonly StringBuilder arguments = new();

        public long? Index { get; init; }

        public string? Id { get; set; }

        public string? Name { get; set; }

        public string? Extra { get; private set; }

        /// <summary>Whether its arguments are a whole object by now: what follows is another call.</summary>
        public bool IsWhole => arguments.Length > 0 && Read().Error is null;

        public void Append(JsonElement sent)
        {
            var text = sent.ValueKind switch
            {
                JsonValueKind.String => ModelText.Of(sent),
                JsonValueKind.Object => sent.GetRawText(),
                _ => "",
            };
            if (arguments.Length <= LongestArguments)
            {
                arguments.Append(text.AsSpan(0, Math.Min(text.Length, LongestArguments + 1)));
            }
        }

        public void Keep(JsonElement piece)
        {
            var extra = new Dictionary<string, JsonElement>();
            foreach (var field in piece.EnumerateObject().Where(field => !Known.Contains(field.Name)))
            {
                extra[field.Name] = field.Value;
            }

            if (extra.Count > 0 && JsonSerializer.Serialize(extra) is { Length: <= LongestExtra } text)
            {
                Extra = text;
            }
        }

        /// <summary>The arguments. Models leave the object out for tools that need none, and some write it as a string once more.</summary>
        public (Dictionary<string, object?> Arguments, Exception? Error) Read()
        {
            var text = arguments.ToString().Trim();
            for (var depth = 0; depth < 2 && text.Length > 0 && text != "null"; depth++)
            {
                try
                {
                    using var json = JsonDocument.Parse(text);
                    if (json.RootElement.ValueKind != JsonValueKind.String)
                    {
                        return (JsonSerializer.Deserialize<Dictionary<string, object?>>(json) ?? [], null);
                    }

                    text = ModelText.Of(json.RootElement).Trim();
                }
                catch (JsonException error)
                {
                    return ([], error);
                }
            }

            return text.Length == 0 || text == "null" ? ([], null) : ([], new JsonException("The arguments are not a JSON object."));
        }
    }
}
