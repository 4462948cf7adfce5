using System.Globalization;
using System.Text.Json;

namespace DigitalTwin.Offerings.Files;

/// <summary>Offerings as JSON: an array of objects, or an object with the array under <c>offerings</c>, <c>items</c> or
/// <c>products</c>.</summary>
internal static class JsonOfferings
{
    private static readonly string[] Lists = ["offerings", "items", "products"];

    /// <exception cref="OfferingFormatException">It cannot be read.</exception>
    public static IReadOnlyList<Offering> Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(
                text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, MaxDepth = 16 });
            var list = ListOf(document.RootElement);
            return [.. list.EnumerateArray().Take(OfferingFile.Most + 1).Select((each, index) => ToOffering(each, index))];
        }
        catch (JsonException error)
        {
            throw new OfferingFormatException(
                string.Create(CultureInfo.InvariantCulture, $"Line {error.LineNumber + 1}: this is no JSON."));
        }
    }

    private static JsonElement ListOf(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
        {
            return root;
        }

        foreach (var name in Lists)
        {
            if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array)
            {
                return list;
            }
        }

        throw new OfferingFormatException("It is no array of offerings.");
    }

    private static Offering ToOffering(JsonElement offering, int index)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"Offering {index + 1}");
        if (offering.ValueKind != JsonValueKind.Object)
        {
            throw new OfferingFormatException($"{where} is no object.");
        }

        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in offering.EnumerateObject())
        {
            foreach (var (key, text) in Flat(member))
            {
                fields[key] = text;
            }
        }

        return OfferingFile.ToOffering(fields, where);
    }

    private static IEnumerable<(string Key, string Text)> Flat(JsonProperty member) => member.Value.ValueKind switch
    {
        JsonValueKind.Object => member.Value.EnumerateObject().Select(each => (each.Name, each.Value.ToString())),
        JsonValueKind.Array => [(member.Name, string.Join(", ", member.Value.EnumerateArray().Select(each => each.ToString())))],
        JsonValueKind.Null => [],
        _ => [(member.Name, member.Value.ToString())],
    };
}
