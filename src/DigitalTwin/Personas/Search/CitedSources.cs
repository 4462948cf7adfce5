using DigitalTwin.Personas.Search.Words;

namespace DigitalTwin.Personas.Search;

/// <summary>What a reply can cite: the facts of the persona, and what tools have shown of documents.</summary>
internal sealed class CitedSources
{
    private readonly PersonaSnapshot persona;
    private readonly PersonaSnapshot? shown;

    /// <param name="persona">The persona.</param>
    /// <param name="passages">What was shown beside it.</param>
    public CitedSources(PersonaSnapshot persona, IReadOnlyList<Fact> passages)
        => (this.persona, shown) = (persona, passages.Count == 0 ? null : Of(persona, passages));

    /// <summary>The facts of the persona only.</summary>
    public static implicit operator CitedSources(PersonaSnapshot persona) => new(persona, []);

    /// <summary>The persona as if it had said nothing but what stands in some passages, to find in them what answers a question.</summary>
    public static PersonaSnapshot Of(PersonaSnapshot persona, IReadOnlyList<Fact> passages)
    {
        var sample = string.Join(' ', passages.Select(passage => passage.Text));
        var language = Languages.Guess(sample, persona.Index.Analyzer.Language);
        return PersonaSnapshot.Of(persona.Persona with { Facts = passages, Languages = [language] }, persona.Source, persona.ETag);
    }

    /// <summary>The fact or passage with this id, or <see langword="null"/>.</summary>
    public Fact? Find(string id) => persona.Persona.FindFact(id) ?? shown?.Persona.FindFact(id);

    /// <summary>Where a fact is indexed.</summary>
    public FactIndex IndexOf(Fact fact) => fact.Source is not null && shown is not null ? shown.Index : persona.Index;

    /// <summary>A fact as it is indexed.</summary>
    public FactDocument Document(Fact fact) => IndexOf(fact).Document(fact);

    /// <summary>Whether the owner wrote a text somewhere.</summary>
    public bool IsWritten(string text)
        => persona.Persona.Facts.Concat(shown?.Persona.Facts ?? []).Any(fact => fact.Text.Contains(text, StringComparison.Ordinal));
}
