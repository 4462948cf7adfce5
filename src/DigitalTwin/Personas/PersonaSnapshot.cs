using DigitalTwin.Personas.Search;

namespace DigitalTwin.Personas;

/// <summary>A persona in use: the file as it was read, with its search index.</summary>
/// <param name="Persona">What the owner wrote.</param>
/// <param name="Index">The facts, indexed for ranking.</param>
/// <param name="Source">The file's name.</param>
/// <param name="ETag">The version of the file, or <see langword="null"/> for the built-in persona.</param>
internal sealed record PersonaSnapshot(Persona Persona, FactIndex Index, string Source, string? ETag)
{
    /// <summary>The persona in use until the owner writes one: polite, and without any knowledge.</summary>
    public static PersonaSnapshot BuiltIn { get; } = Of(
        new Persona
        {
            Name = "the owner of this site",
            Headline = "This twin has no persona yet",
            Greeting = "Hello! I'm a digital twin, but my owner has not told me anything yet. Please come back later.",
            SuggestedQuestions = ["Who are you?"],
            Facts =
            [
                new Fact(
                    "about-this-twin",
                    "Who are you?",
                    [],
                    "I'm the digital twin of this site's owner. My owner has not written down anything for me to tell yet."),
            ],
        },
        "built-in",
        null);

    public static PersonaSnapshot Of(Persona persona, string source, string? etag)
        => new(persona, FactIndex.Of(persona), source, etag);
}

/// <summary>The result of the persona's last load, for readiness.</summary>
/// <param name="Problem">What is wrong, in words for the owner, or <see langword="null"/>.</param>
/// <param name="CheckedAt">When the source was last read.</param>
internal sealed record PersonaStatus(string? Problem, DateTimeOffset CheckedAt)
{
    /// <summary>What of the version in use is not read, or perhaps not as it is meant.</summary>
    public IReadOnlyList<PersonaFinding> Findings { get; init; } = [];
}
