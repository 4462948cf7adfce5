using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace DigitalTwin.Personas.Parsing;

/// <summary>
/// The YAML at the top of a persona file. Keys are camelCase; an unknown key is an error, because it is most likely a typo.
/// </summary>
internal sealed class FrontMatter
{
    private const string Fence = "---";

    private const string NeverEnds
        = "The front matter that starts with '---' never ends: a line with '---' alone is missing.";

    public string? Name { get; set; }

    public string? Headline { get; set; }

    public string? Greeting { get; set; }

    public string? Style { get; set; }

    public List<string>? Boundaries { get; set; }

    public List<string>? SuggestedQuestions { get; set; }

    public List<string>? Languages { get; set; }

    public Dictionary<string, string>? Links { get; set; }

    public string? Contact { get; set; }

    public string? Avatar { get; set; }

    public List<List<string>>? Synonyms { get; set; }

    /// <summary>Splits the file into front matter (without its fences) and body, with the body's first line.</summary>
    /// <exception cref="PersonaFormatException">The front matter is not closed.</exception>
    public static (string? Yaml, string Body, int BodyLine) Split(string text)
    {
        var lines = text.Split('\n');
        if (lines[0].TrimEnd() != Fence)
        {
            return (null, text, 1);
        }

        var end = Array.FindIndex(lines, 1, line => line.TrimEnd() == Fence);
        return end > 0
            ? (string.Join('\n', lines[1..end]), string.Join('\n', lines[(end + 1)..]), end + 2)
            : throw new PersonaFormatException(NeverEnds, 1);
    }

    /// <exception cref="PersonaFormatException">The YAML is invalid or has an unknown key; the line is the file's.</exception>
    /// <remarks>Not named Parse: YamlDotNet calls a static method of that name for a scalar, and would recurse.</remarks>
    public static FrontMatter Read(string yaml)
    {
        try
        {
            var deserializer = new DeserializerBuilder()
                .WithNamingConvention(CamelCaseNamingConvention.Instance)
                .WithDuplicateKeyChecking()
                .Build();
            return deserializer.Deserialize<FrontMatter?>(yaml) ?? new FrontMatter();
        }
        catch (YamlException error)
        {
            // The opening fence is the file's first line.
            throw new PersonaFormatException($"The front matter is not right: {Explain(error)}", (int)error.Start.Line + 1);
        }
    }

    public IReadOnlyList<PersonaLink> ReadLinks()
        => [.. (Links ?? []).Where(link => IsLink(link.Value)).Select(link => new PersonaLink(link.Key, link.Value))];

        private static bool IsLink(string address)
            => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto";

    public static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public static IReadOnlyList<string> Filled(List<string>? texts) => [.. (texts ?? []).Select(Filled).OfType<string>()];

    private static string Explain(YamlException error)
    {
        var inner = error.InnerException?.Message ?? error.Message;
        var unknown = inner.IndexOf("not found on type", StringComparison.Ordinal);
        if (unknown >= 0)
        {
            return $"{inner[..unknown].Replace("Property", "the key", StringComparison.Ordinal).Trim()} is not known.";
        }

        var namesTypes = inner.Contains("DigitalTwin", StringComparison.Ordinal)
            || inner.Contains("System.", StringComparison.Ordinal);
        return namesTypes ? "a value has the wrong form; README.md shows the right one." : inner;
    }
}
