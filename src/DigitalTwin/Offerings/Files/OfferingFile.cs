using System.Text;
using DigitalTwin.Hosting;

namespace DigitalTwin.Offerings.Files;

/// <summary>Reads files of offerings: Markdown for one, CSV or JSON for many.</summary>
internal static class OfferingFile
{
    /// <summary>Most bytes of a file.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>Most offerings.</summary>
    public const int Most = 100_000;

    /// <summary>Whether a file has a name of those that are read.</summary>
    public static bool IsName(string name)
        => name.Length <= 100 && Path.GetExtension(name) is ".md" or ".csv" or ".json"
            && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.')
                && name[0] is not ('.' or '-' or '_');

    /// <summary>The offerings of a file.</summary>
    /// <param name="name">What it is called: its ending says what it is.</param>
    /// <param name="bytes">The file.</param>
    /// <exception cref="OfferingFormatException">It cannot be read.</exception>
    public static IReadOnlyList<Offering> Read(string name, ReadOnlyMemory<byte> bytes)
    {
        if (!System.Text.Unicode.Utf8.IsValid(bytes.Span))
        {
            throw new OfferingFormatException("The file is no text in UTF-8.");
        }

        var text = Encoding.UTF8.GetString(bytes.Span).TrimStart('\uFEFF').ReplaceLineEndings("\n");
        var found = Path.GetExtension(name) switch
        {
            ".md" => [MarkdownOffering.Read(Path.GetFileNameWithoutExtension(name), text)],
            ".csv" => CsvOfferings.Read(text),
            _ => JsonOfferings.Read(text),
        };
        var twice = found.CountBy(offering => offering.Id).FirstOrDefault(each => each.Value > 1).Key;
        return twice is null ? found : throw new OfferingFormatException($"There are two offerings with the id '{twice}'.");
    }

    /// <summary>An offering of what a file says of it.</summary>
    /// <param name="fields">Fields under their names in lower case. Those that are not known are details.</param>
    /// <param name="where">Where it stands, for messages.</param>
    /// <exception cref="OfferingFormatException">A field is wrong.</exception>
    public static Offering ToOffering(IReadOnlyDictionary<string, string> fields, string where)
    {
        string Of(string name) => VisibleText.Strip(fields.GetValueOrDefault(name, "")).Trim();
        var title = Of("title") is { Length: > 0 } given ? given : Of("name");
        if (title.Length == 0)
        {
            throw new OfferingFormatException($"{where}: it has no 'title'.");
        }

        var id = OfferingId.Of(Of("id") is { Length: > 0 } own ? own : title);
        return new Offering(id.Length > 0 ? id : throw new OfferingFormatException($"{where}: its 'id' has neither a letter nor a digit."),
            title)
        {
            Kind = Of("kind"),
            Description = Of("description"),
            Price = OfferingValues.PriceOf(Of("price"), where),
            Currency = Of("currency").ToUpperInvariant(),
            Per = Of("per"),
            Tags = [.. Of("tags").Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)],
            Place = Of("place"),
            Url = OfferingValues.AddressOf(Of("url"), "url", where),
            Picture = OfferingValues.AddressOf(Of("picture"), "picture", where),
            Available = OfferingValues.FlagOf(Of("available"), where),
            Details = fields.Where(field => !Known.Contains(field.Key) && field.Value.Trim().Length > 0)
                .ToDictionary(field => field.Key, field => VisibleText.Strip(field.Value).Trim(), StringComparer.OrdinalIgnoreCase),
        };
    }

    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "title", "name", "kind", "description", "price", "currency", "per", "tags", "place", "url", "picture", "available", "details",
    };
}
