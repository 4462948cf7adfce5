using System.Text.Json;

namespace DigitalTwin.Models.Endpoints;

/// <summary>Reads what an endpoint sent, where any field may be missing, null or of another type than the protocol says.</summary>
internal static class LenientJson
{
    /// <summary>Most characters of a name, an id or a reason; what is longer is none.</summary>
    public const int LongestName = 256;

    /// <summary>The field, or an undefined element where there is none.</summary>
    public static JsonElement Field(this JsonElement from, ReadOnlySpan<byte> name)
        => from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var found) ? found : default;

    /// <inheritdoc cref="Field(JsonElement, ReadOnlySpan{byte})"/>
    public static JsonElement Field(this JsonElement from, string name)
        => from.ValueKind == JsonValueKind.Object && from.TryGetProperty(name, out var found) ? found : default;

    /// <summary>The first of a list, or what stands where a list should.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement list) => list.ValueKind switch
    {
        JsonValueKind.Array => list.EnumerateArray(),
        JsonValueKind.Object => [list],
        _ => [],
    };

    /// <summary>A count, which is not negative, or <see langword="null"/>.</summary>
    public static long? Count(this JsonElement element)
    {
        double? number = element.ValueKind switch
        {
            JsonValueKind.Number when element.TryGetDouble(out var value) => value,
            JsonValueKind.String when double.TryParse(
                ModelText.Of(element),
                System.Globalization.NumberStyles.Float,
                System.Globalization.CultureInfo.InvariantCulture,
                out var value) => value,
            _ => null,
        };
        return number is >= 0 and < 1e12 ? (long)number : null;
    }

    /// <summary>A short text, such as an id; <see langword="null"/> where it is missing, empty, too long or not printable.</summary>
    public static string? Name(this JsonElement element)
    {
        var text = element.ValueKind switch
        {
            JsonValueKind.String => ModelText.Of(element).Trim(),
            JsonValueKind.Number => element.GetRawText(),
            _ => "",
        };
        return text.Length is > 0 and <= LongestName && !text.Any(char.IsControl) && !text.Any(char.IsSurrogate) ? text : null;
    }
}
