using DigitalTwin.Personas;

namespace DigitalTwin.Search;

/// <summary>The facts of the persona.</summary>
internal sealed class FactSearch(PersonaProvider personas) : ISearchSource
{
    /// <inheritdoc/>
    public string Scope => "facts";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<OwnerHit>> FindAsync(string query, int limit, CancellationToken cancellationToken)
    {
        var snapshot = await personas.GetAsync(cancellationToken);
        var language = snapshot.Index.Analyzer.Language;
        return [.. snapshot.Index.Rank(query).Take(limit).Select(ranked => new OwnerHit(
            "fact", ranked.Fact.Id, ranked.Fact.Title, BestSentence.Of(ranked.Fact.Text, query, language) ?? "",
                0) { Visibility = "public" })];
    }
}
