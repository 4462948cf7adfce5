using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace DigitalTwin.Personas;

/// <summary>The YAML at the top of a persona file. Keys are camelCase; an unknown key is an error, for it is most likely a typo.</summary>
internal sealed class FrontMatter
{
    private const string Fence = "---";

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

    /// <summary>Parts the file into front matter (without its fences) and body, and tells the line the body starts on.</summary>
    /// <exception cref="PersonaFormatException">The front matter has no end.</exception>
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
            : throw new PersonaFormatException("The front matter that starts with '---' never ends: a line with '---' alone is missing.", 1);
    }

    /// <exception cref="PersonaFormatException">The YAML is broken or has a key that is not known; the line is the file's.</exception>
    /// <remarks>Not named Parse: YamlDotNet calls a static method of that name for a scalar, which would be this one again.</remarks>
    public static FrontMatter Read(string yaml)
    {
        try
        {
            var deserializer = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build();
            return deserializer.Deserialize<FrontMatter?>(yaml) ?? new FrontMatter();
        }
        catch (YamlException error)
        {
            // The fence takes the file's first line.
            throw new PersonaFormatException($"The front matter is not right: {Explain(error)}", (int)error.Start.Line + 1);
        }
    }

    public IReadOnlyList<PersonaLink> ReadLinks()
        => [.. (Links ?? []).Where(link => Uri.TryCreate(link.Value, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto")
            .Select(link => new PersonaLink(link.Key, link.Value))];

    public static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public static IReadOnlyList<string> Filled(List<string>? texts) => [.. (texts ?? []).Select(Filled).OfType<string>()];

    private static string Explain(YamlException error)
    {
        var inner = error.InnerException?.Message ?? error.Message;
        return inner.Contains("not found on type", StringComparison.Ordinal)
            ? $"{inner[..inner.IndexOf("not found", StringComparison.Ordinal)].Replace("Property", "the key", StringComparison.Ordinal).Trim()} is not known."
            : inner.Contains("DigitalTwin", StringComparison.Ordinal) || inner.Contains("System.", StringComparison.Ordinal) ? "a value has the wrong form; README.md shows the right one."
            : inner;
    }
}
