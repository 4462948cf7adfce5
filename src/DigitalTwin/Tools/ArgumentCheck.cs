using System.Text.Json;

namespace DigitalTwin.Tools;

/// <summary>
/// Checks arguments against a tool's JSON schema: types, required and unknown members, enumerations, lengths and ranges.
/// This is the subset that functions' schemas use; unknown keywords are ignored.
/// </summary>
/// <remarks>https://json-schema.org/draft/2020-12/json-schema-validation</remarks>
internal static class ArgumentCheck
{
    private const int MostErrors = 5;

    /// <summary>The errors, in words a model can act on; empty where the arguments are valid.</summary>
    public static IReadOnlyList<string> Errors(JsonElement schema, JsonElement arguments)
    {
        var errors = new List<string>();
        Check(schema, arguments, "arguments", errors);
        return [.. errors.Take(MostErrors)];
    }

    private static void Check(JsonElement schema, JsonElement value, string path, List<string> errors)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        if (Types(schema) is { Count: > 0 } types && !types.Any(type => IsOf(value, type)))
        {
            errors.Add($"{path} must be {string.Join(" or ", types)}");
            return;
        }

        if (schema.TryGetProperty("enum", out var allowed) && !allowed.EnumerateArray().Any(each => JsonElement.DeepEquals(each, value)))
        {
            errors.Add($"{path} must be one of {allowed.GetRawText()}");
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(schema, value, path, errors);
                break;
            case JsonValueKind.Array:
                CheckArray(schema, value, path, errors);
                break;
            case JsonValueKind.String:
                CheckSize(schema, "minLength", "maxLength", value.GetString()!.EnumerateRunes().Count(), path, "characters", errors);
                break;
            case JsonValueKind.Number:
                CheckSize(schema, "minimum", "maximum", value.GetDouble(), path, "", errors);
                break;
        }
    }

    private static void CheckObject(JsonElement schema, JsonElement value, string path, List<string> errors)
    {
        var hasMembers = schema.TryGetProperty("properties", out var members);
        if (schema.TryGetProperty("required", out var required))
        {
            errors.AddRange(required.EnumerateArray().Select(name => name.GetString()!)
                .Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{path}.{name} is missing"));
        }

        foreach (var member in value.EnumerateObject())
        {
            if (hasMembers && members.TryGetProperty(member.Name, out var known))
            {
                Check(known, member.Value, $"{path}.{member.Name}", errors);
            }
            else if (hasMembers && !(schema.TryGetProperty("additionalProperties", out var more) && more.ValueKind != JsonValueKind.False))
            {
                errors.Add($"{path}.{member.Name} is not known");
            }
        }
    }

    private static void CheckArray(JsonElement schema, JsonElement value, string path, List<string> errors)
    {
        CheckSize(schema, "minItems", "maxItems", value.GetArrayLength(), path, "items", errors);
        if (schema.TryGetProperty("items", out var items))
        {
            foreach (var (index, item) in value.EnumerateArray().Index())
            {
                Check(items, item, $"{path}[{index}]", errors);
            }
        }
    }

    private static void CheckSize(
        JsonElement schema,
        string least,
        string most,
        double size,
        string path,
        string unit,
        List<string> errors)
    {
        if (schema.TryGetProperty(least, out var low) && size < low.GetDouble())
        {
            errors.Add($"{path} must have at least {low} {unit}".TrimEnd());
        }

        if (schema.TryGetProperty(most, out var high) && size > high.GetDouble())
        {
            errors.Add($"{path} must have at most {high} {unit}".TrimEnd());
        }
    }

    private static List<string> Types(JsonElement schema)
        => !schema.TryGetProperty("type", out var type) ? []
            : type.ValueKind == JsonValueKind.Array ? [.. type.EnumerateArray().Select(each => each.GetString()!)]
            : [type.GetString()!];

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "integer" => value.ValueKind == JsonValueKind.Number && double.IsInteger(value.GetDouble()),
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => true,
    };
}
