using System.Text;
using DigitalTwin.Personas.Checking;
using DigitalTwin.Personas.Parsing.Front;
using DigitalTwin.Personas.Parsing.Hidden;
using DigitalTwin.Personas.Search;
using DigitalTwin.Personas.Search.Words;
using DigitalTwin.Personas.Speech;

namespace DigitalTwin.Personas.Parsing;

/// <summary>Reads a persona file: Markdown with YAML front matter, Markdown alone, or plain text.</summary>
internal static class PersonaParser
{
    private const string Nameless = "An entry below 'private' is the name of no key and of no heading: it hides nothing.";
    private const string NoName = "the owner of this site";

    /// <summary>The persona of a file that is a text already.</summary>
    /// <exception cref="PersonaFormatException">The file cannot be read.</exception>
    public static Persona PersonaOf(string file) => Read(Encoding.UTF8.GetBytes(file)).Persona;

    /// <exception cref="PersonaFormatException">The file is of another kind, too large, empty, or has invalid front matter.</exception>
    public static PersonaReading Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return ReadMarkdown(bytes);
        }
        catch (ArgumentException error) when (error.Message.Contains("nested", StringComparison.OrdinalIgnoreCase))
        {
            throw new PersonaFormatException("Lists or quotations are nested too deeply.", 0);
        }
    }

    private static PersonaReading ReadMarkdown(ReadOnlySpan<byte> bytes)
    {
        var findings = new List<PersonaFinding>();
        var (block, body) = Split(PersonaFile.Decode(bytes), findings);
        var front = block is null ? new FrontMatter() : FrontMatter.Read(block);
        var sections = front.TakePrivate(block?.Yaml ?? "");
        if (block is not null && (!sections.IsEmpty || PrivateMark.IsIn(block.Yaml)))
        {
            findings.Add(new PersonaFinding(PersonaFindingKind.Private, block.FirstLine, "Parts of the front matter are private."));
        }

        body = LinkReferences.Resolve(PrivateParts.Remove(body, sections, findings), body, findings);
        if (sections.Unmatched > 0)
        {
            findings.Add(new PersonaFinding(PersonaFindingKind.LeftOut, block!.FirstLine, Nameless));
        }

        var content = MarkdownFacts.Read(body, findings);
        if (content.Facts.Count == 0 && content.Title is null)
        {
            content = PlainTextFacts.Read(body, findings);
        }

        if (content.Facts.Count == 0)
        {
            var where = block is null ? "in the file" : "below the front matter";
            throw new PersonaFormatException($"There is nothing {where} for the twin to know.", block?.BodyLine ?? 1);
        }

        Warn(body, findings);
        var persona = Build(front, content, block, findings);
        return new PersonaReading(persona, [.. findings.Distinct().OrderBy(finding => finding.Line)]);
    }

    /// <summary>The headings of a file, private ones among them, with the lines at which they begin.</summary>
    /// <exception cref="PersonaFormatException">The file has invalid front matter.</exception>
    public static List<(int Level, string Title, int Line)> Outline(string file)
    {
        var (_, body) = Split(file.ReplaceLineEndings("\n"), []);
        return [.. MarkdownFacts.HeadingsOf(body).Select(heading
            => (heading.Level, MarkdownFacts.TitleOf(heading, body), PersonaFile.LineAt(body, heading.Span.Start)))];
    }

    private static (FrontMatterBlock? Front, string Body) Split(string file, List<PersonaFinding> findings)
    {
        var text = HiddenText.Remove(MarkdownRepairs.Unwrap(file), findings);
        var block = FrontMatterBlock.Find(text, findings);
        return (block, MarkdownRepairs.Apply(block?.Body ?? text, findings));
    }

    private static Persona Build(FrontMatter front, PersonaContent content, FrontMatterBlock? block, List<PersonaFinding> findings)
    {
        var title = PersonaNames.Read(content.Title);
        if (title is null && content.TitleLine > 0)
        {
            findings.Add(new PersonaFinding(PersonaFindingKind.LeftOut, content.TitleLine, PersonaContent.NothingBelow));
        }

        var said = PersonaNames.FindIn(content.Facts.Take(3).Select(fact => fact.Text));
        var name = FrontMatter.Filled(front.Name) ?? title?.Name ?? said ?? NoName;
        IReadOnlyList<string> languages = FrontMatter.Filled(front.Languages) is { Count: > 0 } given ? given
            : [Languages.Guess(string.Join('\n', content.Facts.Select(fact => $"{fact.Title}\n{fact.Text}")), "en")];
        var phrases = new Phrases(Languages.Base(languages[0]));
        var persona = new Persona
        {
            Name = name,
            Headline = FrontMatter.Filled(front.Headline) ?? title?.Headline ?? content.Headline ?? "",
            Greeting = FrontMatter.Filled(front.Greeting) ?? phrases.Say("greeting", name),
            Style = front.Style?.Trim() ?? "",
            Boundaries = FrontMatter.Filled(front.Boundaries),
            Languages = languages,
            Links = FrontMatterLinks.Read(front.Links, block, findings),
            Contact = front.Contact?.Trim() ?? "",
            Avatar = FrontMatterLinks.ReadAvatar(front.Avatar, block, findings),
            Synonyms = [.. (front.Synonyms ?? []).Select(group => FrontMatter.Filled(group)).Where(group => group.Count > 1)],
            Facts = content.Facts,
        };
        var own = FrontMatter.Filled(front.SuggestedQuestions);
        return persona with { SuggestedQuestions = own.Count > 0 ? own : Suggest(persona, content, phrases) };
    }

    // An owner who suggests no questions has probably still written some, or headings; else what visitors usually ask is tried.
    private static List<string> Suggest(Persona persona, PersonaContent content, Phrases phrases)
    {
        var written = persona.Facts.Where(fact => fact.IsQuestion).Select(fact => fact.Title)
            .Concat(persona.Facts.Where(fact => !fact.IsQuestion && fact.Parents.Count > 0).Select(fact => phrases.About(fact.Title, 0)))
            .Take(4).ToList();
        if (written.Count > 0)
        {
            return written;
        }

        var index = FactIndex.Of(persona);
        var usual = UsualQuestions.For(persona.Languages[0]).Select(question => question.Text)
            .Where(question => index.Find(index.Read(question)).Any(part => part.Coverage >= Weights.Enough));
        return [.. usual.Take(4), .. content.HasTitles ? persona.Facts.Skip(1).Take(3).Select(fact => phrases.About(fact.Title, 0)) : []];
    }

    private static void Warn(string body, List<PersonaFinding> findings)
        => findings.AddRange(PrivateMark.Words().Matches(body).Select(match => new PersonaFinding(
            PersonaFindingKind.Warning,
            PersonaFile.LineAt(body, match.Index),
            $"The word '{match.Value}' stands in what visitors may read.")));
}

/// <summary>The content of a file below its front matter.</summary>
/// <param name="Title">The file's own title, or <see langword="null"/>.</param>
/// <param name="Facts">The facts in their order.</param>
internal sealed record PersonaContent(string? Title, IReadOnlyList<Fact> Facts)
{
    /// <summary>What is said of a heading that leads to no fact.</summary>
    public const string NothingBelow = "A heading has nothing below it.";

    /// <summary>The line of a title that is no fact's heading, or 0.</summary>
    public int TitleLine { get; init; }

    /// <summary>What stands below the title, or <see langword="null"/>.</summary>
    public string? Headline { get; init; }

    /// <summary>Whether the facts' titles are the owner's own.</summary>
    public bool HasTitles { get; init; } = true;
}
