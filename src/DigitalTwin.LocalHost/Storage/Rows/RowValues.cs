using System.Text.Json;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost.Storage.Rows;

/// <summary>A row's values as a JSON object, as the database keeps them: a person can read them with any SQLite tool.</summary>
internal static class RowValues
{
    public static string Write(IReadOnlyDictionary<string, string> values) => JsonText.Write(values, static (json, values) =>
    {
        json.WriteStartObject();
        foreach (var (name, value) in values)
        {
            json.WriteString(name, RowText.EscapeValue(value));
        }

        json.WriteEndObject();
    });

    /// <param name="text">What <see cref="Write"/> wrote, as UTF-8.</param>
    /// <param name="select">The names of the values to read, or <see langword="null"/> for all.</param>
    public static Dictionary<string, string> Read(ReadOnlySpan<byte> text, IReadOnlyList<string>? select)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var json = new Utf8JsonReader(text);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            if (select is null || select.Contains(name))
            {
                values.Add(name, RowText.UnescapeValue(json.GetString()!));
            }
        }

        return values;
    }
}
