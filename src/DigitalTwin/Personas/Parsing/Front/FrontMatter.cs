using System.Text.RegularExpressions;
using DigitalTwin.Personas.Parsing.Hidden;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace DigitalTwin.Personas.Parsing.Front;

/// <summary>
/// The YAML at the top of a persona file. Keys are camelCase; an unknown key is an error, because it is most likely a typo.
/// </summary>
internal sealed partial class FrontMatter
{
    /// <summary>All keys, in lower case.</summary>
    public static readonly IReadOnlySet<string> Keys
        = typeof(FrontMatter).GetProperties().Select(property => property.Name.ToLowerInvariant()).ToHashSet();

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

    /// <summary>Anything: names of keys and sections that are private, and notes that nobody is to see.</summary>
    public object? Private { get; set; }

    /// <exception cref="PersonaFormatException">The YAML is invalid or has an unknown key; the line is the file's.</exception>
    /// <remarks>Not named Parse: YamlDotNet calls a static method of that name for a scalar, and would recurse.</remarks>
    public static FrontMatter Read(FrontMatterBlock block)
    {
        try
        {
            var deserializer = new DeserializerBuilder()
                .WithNamingConvention(CamelCaseNamingConvention.Instance)
                .WithCaseInsensitivePropertyMatching()
                .WithDuplicateKeyChecking()
                .Build();
            return deserializer.Deserialize<FrontMatter?>(block.Yaml) ?? new FrontMatter();
        }
        catch (YamlException error)
        {
            throw new PersonaFormatException(
                $"The front matter is not right: {Explain(error)}", (int)error.Start.Line + block.FirstLine - 1);
        }
    }

    /// <summary>Takes out what is marked as private, and returns the names of sections that are.</summary>
    /// <param name="yaml">The front matter as it is written: a mark may stand in a comment.</param>
    public PrivateNames TakePrivate(string yaml)
    {
        var marked = yaml.Split('\n').Where(line => MarkInComment().IsMatch(line)).Select(line => line.Split(':')[0]);
        var names = new PrivateNames(Private, marked);
        string? Public(string key, string? text) => names.Contains(key) || PrivateMark.IsOf(text) ? null : text;
        List<string>? PublicOf(string key, List<string>? texts)
            => names.Contains(key) ? null : texts?.Where(text => !PrivateMark.IsOf(text)).ToList();

        (Name, Headline, Greeting) = (Public("name", Name), Public("headline", Headline), Public("greeting", Greeting));
        (Style, Contact, Avatar) = (Public("style", Style), Public("contact", Contact), Public("avatar", Avatar));
        (Boundaries, Languages) = (PublicOf("boundaries", Boundaries), PublicOf("languages", Languages));
        SuggestedQuestions = PublicOf("suggestedQuestions", SuggestedQuestions);
        Synonyms = names.Contains("synonyms") ? null : Synonyms?.Where(group => group?.Any(PrivateMark.IsOf) == false).ToList();
        Links = names.Contains("links") ? null : Links?.Where(link => !IsPrivate(link)).ToDictionary(link => link.Key, link => link.Value);
        return names;

        bool IsPrivate(KeyValuePair<string, string> link)
            => names.Contains(link.Key) || names.Contains($"links.{link.Key}")
                || link.Key.Equals("private", StringComparison.OrdinalIgnoreCase)
                || PrivateMark.IsIn(link.Key) || PrivateMark.IsOf(link.Value);
    }

    public static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim().Trim('“', '”', '„');

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

    [GeneratedRegex(@"^\w+\s*:.*#.*\{[^{}]*private[^{}]*\}", RegexOptions.IgnoreCase)]
    private static partial Regex MarkInComment();
}
