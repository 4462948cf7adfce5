using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace DigitalTwin.Offerings.Files;

/// <summary>An offering as a Markdown file: its fields at the top between lines with <c>---</c>, its description below.</summary>
internal static class MarkdownOffering
{
    private const string Fence = "---";
    private const string Where = "The file";

    /// <param name="name">The file's name without its ending: the id, unless it says another.</param>
    /// <param name="text">The file.</param>
    /// <exception cref="OfferingFormatException">It cannot be read.</exception>
    public static Offering Read(string name, string text)
    {
        var lines = text.TrimStart().Split('\n');
        var end = lines[0].TrimEnd() == Fence ? Array.FindIndex(lines, 1, line => line.TrimEnd() == Fence) : -1;
        if (end < 0)
        {
            throw new OfferingFormatException(
                "It has no fields: they stand at the top between two lines with '---', such as 'title: A lesson'.");
        }

        var fields = Fields(string.Join('\n', lines[1..end]));
        fields.TryAdd("id", name);
        fields.TryAdd("description", string.Join('\n', lines[(end + 1)..]).Trim());
        return OfferingFile.ToOffering(fields, Where);
    }

    private static Dictionary<string, string> Fields(string yaml)
    {
        try
        {
            var read = new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<Dictionary<string, object?>?>(yaml) ?? [];
            var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var (key, value) in read)
            {
                foreach (var (inner, text) in Flat(key, value))
                {
                    fields[inner] = text;
                }
            }

            return fields;
        }
        catch (YamlException error)
        {
            var line = (error.Start.Line + 1).ToString(CultureInfo.InvariantCulture);
            throw new OfferingFormatException($"Line {line}: the fields are not right: {error.InnerException?.Message ?? error.Message}");
        }
    }

    // What stands below 'details' are fields of their own; a list is its items.
    private static IEnumerable<(string Key, string Text)> Flat(string key, object? value) => value switch
    {
        IDictionary<object, object?> map => map.Select(each => ($"{each.Key}", $"{each.Value}")),
        IEnumerable<object?> list => [(key, string.Join(", ", list))],
        _ => [(key, $"{value}")],
    };
}
