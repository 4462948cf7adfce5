using System.ComponentModel;
using DigitalTwin.Personas;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Tools;

/// <summary>Searches the persona, for personas that do not fit into the prompt.</summary>
internal sealed class SearchPersonaTool(PersonaProvider personas)
{
    public const string Name = "search_persona";

    private const int MostFacts = 5;

    public static TwinTool Create(PersonaProvider personas) => new()
    {
        Function = AIFunctionFactory.Create(new SearchPersonaTool(personas).SearchAsync, Name),
        Audience = ToolAudience.Visitor,
        Effect = ToolEffect.Read,
        Idempotent = true,
        Attempts = 2,
        TrustedOutput = true,
    };

    /// <summary>A fact that was found.</summary>
    internal sealed record FoundFact(string Id, string Title, string Text);

    /// <summary>The facts that fit best, best first.</summary>
    public static IReadOnlyList<FoundFact> Search(PersonaSnapshot snapshot, string query)
        =>
        [
            .. snapshot.Index.Rank(query).Take(MostFacts)
                .Select(ranked => new FoundFact(ranked.Fact.Id, ranked.Fact.Title, ranked.Fact.Text)),
        ];

    [Description("Searches everything the person wrote. Use it when the facts you were given do not answer the question. Cite "
        + "what you use by its id.")]
    private async Task<IReadOnlyList<FoundFact>> SearchAsync(
        [Description("What to look for, in a few words.")] string query, CancellationToken cancellationToken)
        => Search(await personas.GetAsync(cancellationToken), query);
}
