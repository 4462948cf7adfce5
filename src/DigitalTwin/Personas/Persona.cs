namespace DigitalTwin.Personas;

/// <summary>The person that the twin speaks for, as the owner wrote it. Immutable; an edit makes a new instance.</summary>
public sealed record Persona
{
    /// <summary>The person's name.</summary>
    public required string Name { get; init; }

    /// <summary>One line under the name.</summary>
    public string Headline { get; init; } = "";

    /// <summary>The twin's first words to a visitor.</summary>
    public string Greeting { get; init; } = "";

    /// <summary>How the person speaks, for the model.</summary>
    public string Style { get; init; } = "";

    /// <summary>What the twin must not do or talk about.</summary>
    public IReadOnlyList<string> Boundaries { get; init; } = [];

    /// <summary>Questions to offer to a visitor.</summary>
    public IReadOnlyList<string> SuggestedQuestions { get; init; } = [];

    /// <summary>The languages the person speaks, as BCP 47 tags; the first is the one the file is written in.</summary>
    public IReadOnlyList<string> Languages { get; init; } = ["en"];

    /// <summary>Where else to find the person.</summary>
    public IReadOnlyList<PersonaLink> Links { get; init; } = [];

    /// <summary>How to reach the person, in words.</summary>
    public string Contact { get; init; } = "";

    /// <summary>A picture's address, or empty.</summary>
    public string Avatar { get; init; } = "";

    /// <summary>Groups of words that mean the same to a visitor.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Synonyms { get; init; } = [];

    /// <summary>Everything the twin knows, in the order it was written.</summary>
    public IReadOnlyList<Fact> Facts { get; init; } = [];

    /// <summary>The fact with this id, or <see langword="null"/>.</summary>
    public Fact? FindFact(string id) => Facts.FirstOrDefault(fact => fact.Id == id);
}

/// <summary>A link that the owner shows.</summary>
/// <param name="Title">The link's text.</param>
/// <param name="Url">An absolute http, https or mailto address.</param>
public sealed record PersonaLink(string Title, string Url);

/// <summary>A heading of the persona file with its text: the smallest unit that the twin can cite.</summary>
/// <param name="Id">Stable as long as the heading is: its slug, or the id given with <c>{#id}</c>.</param>
/// <param name="Title">The heading.</param>
/// <param name="Parents">The headings above it, outermost first.</param>
/// <param name="Text">The text below it, as Markdown.</param>
public sealed record Fact(string Id, string Title, IReadOnlyList<string> Parents, string Text)
{
    /// <summary>Whether the heading is a question, so that the text is its answer.</summary>
    public bool IsQuestion => Title.EndsWith('?') || Title.EndsWith('？') || Title.EndsWith('؟');

    /// <summary>The chapter that it stands in, which is the heading below the person's; its own heading where it stands in none.</summary>
    public string Chapter => Parents.Count > 1 ? Parents[1] : Title;

    /// <summary>Where it stands, if that is not the persona file.</summary>
    public FactSource? Source { get; init; }
}

/// <summary>Where a fact stands that is not the persona file's: a document, an offering.</summary>
/// <param name="Document">The document's id; <see langword="null"/> where it is none.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Page">The document's page, from 1.</param>
/// <param name="Url">Its address for visitors, or <see langword="null"/> where they may not open it.</param>
public sealed record FactSource(string? Document, string Title, int? Page, string? Url);

/// <summary>A persona file that cannot be read.</summary>
/// <param name="message">What is wrong, in words for the owner.</param>
/// <param name="line">The line of the file, from 1, or 0 where the error has no line.</param>
public sealed class PersonaFormatException(string message, int line) : Exception(message)
{
    /// <summary>The line of the file, from 1, or 0 where the error has no line.</summary>
    public int Line { get; } = line;

    /// <summary>The message behind its line, where there is one: in words for the owner.</summary>
    public string Located => Line > 0 ? $"Line {Line}: {Message}" : Message;
}
