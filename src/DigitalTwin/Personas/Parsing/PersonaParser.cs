using System.Text;

namespace DigitalTwin.Personas.Parsing;

/// <summary>Reads a persona file: Markdown with YAML front matter, Markdown alone, or plain text.</summary>
internal static class PersonaParser
{
    /// <summary>Most bytes of a persona file, far more than anyone writes by hand.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="PersonaFormatException">The file is too large, not UTF-8, empty, or has invalid front matter.</exception>
    public static Persona Parse(ReadOnlySpan<byte> bytes)
    {
        CheckLength(bytes.Length);
        var text = Decode(bytes);
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new PersonaFormatException("The file is empty.", 0);
        }

        var (yaml, body, bodyLine) = FrontMatter.Split(text);
        var front = yaml is null ? new FrontMatter() : FrontMatter.Read(yaml);
        var content = MarkdownFacts.Read(body);
        if (content.Facts.Count == 0 && content.Title is null)
        {
            content = PlainTextFacts.Read(body);
        }

        return Build(front, content, bodyLine);
    }

    /// <exception cref="PersonaFormatException">The file is too large.</exception>
    public static void CheckLength(long bytes)
    {
        if (bytes > MaxBytes)
        {
            throw new PersonaFormatException($"The file has {bytes} bytes; at most {MaxBytes} are read.", 0);
        }
    }

    private static Persona Build(FrontMatter front, PersonaContent content, int bodyLine)
    {
        if (content.Facts.Count == 0)
        {
            throw new PersonaFormatException("There is nothing below the front matter for the twin to know.", bodyLine);
        }

        var name = FrontMatter.Filled(front.Name) ?? content.Title ?? "the owner of this site";
        return new Persona
        {
            Name = name,
            Headline = front.Headline?.Trim() ?? "",
            Greeting = FrontMatter.Filled(front.Greeting) ?? $"Hello! I'm the digital twin of {name}. Ask me anything about my work.",
            Style = front.Style?.Trim() ?? "",
            Boundaries = FrontMatter.Filled(front.Boundaries),
            SuggestedQuestions = FrontMatter.Filled(front.SuggestedQuestions) is { Count: > 0 } own ? own : Suggest(content.Facts),
            Languages = FrontMatter.Filled(front.Languages) is { Count: > 0 } languages ? languages : ["en"],
            Links = front.ReadLinks(),
            Contact = front.Contact?.Trim() ?? "",
            Avatar = front.Avatar?.Trim() ?? "",
            Synonyms = [.. (front.Synonyms ?? []).Select(FrontMatter.Filled).Where(group => group.Count > 1)],
            Facts = content.Facts,
        };
    }

    // An owner who suggests no questions has probably still written some.
    private static List<string> Suggest(IReadOnlyList<Fact> facts)
        => [.. facts.Where(fact => fact.IsQuestion).Concat(facts.Where(fact => !fact.IsQuestion && fact.Parents.Count > 0))
            .Take(4).Select(fact => fact.IsQuestion ? fact.Title : $"Tell me about: {fact.Title}")];

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes).TrimStart('\uFEFF').ReplaceLineEndings("\n");
        }
        catch (DecoderFallbackException error)
        {
            var line = 1 + bytes[..Math.Clamp(error.Index, 0, bytes.Length)].Count((byte)'\n');
            throw new PersonaFormatException("The file is not UTF-8 text.", line);
        }
    }
}

/// <summary>The content of a file below its front matter.</summary>
/// <param name="Title">The file's own title, or <see langword="null"/>.</param>
/// <param name="Facts">The facts in their order.</param>
internal sealed record PersonaContent(string? Title, IReadOnlyList<Fact> Facts);
