using System.ComponentModel;
using DigitalTwin.Offerings.Finding;
using DigitalTwin.Personas.Search.Words;
using DigitalTwin.Personas.Speech;
using DigitalTwin.Tools;
using Microsoft.Extensions.AI;

namespace DigitalTwin.Offerings;

/// <summary>The tools with which a model finds what the owner offers.</summary>
internal sealed class OfferingTools(OfferingCatalog catalogs, OfferingSearch search)
{
    /// <summary>The name of the tool that searches.</summary>
    public const string Search = "search_offerings";

    private const int MostFound = 5;
    private const double LeastCoverage = 0.5;

    /// <summary>An offering, as a model sees it.</summary>
    internal sealed record ShownOffering(string Id, string Title, string Price, string? Kind, string? Place, string Text, string? Url)
    {
        /// <summary>How much of the search it meets: 0 to 1.</summary>
        public double Fits { get; init; }
    }

    public TwinTool SearchTool() => ToolOf(SearchAsync, Search);

    public TwinTool GetTool() => ToolOf(GetAsync, "get_offering");

    private TwinTool ToolOf(Delegate function, string name) => new()
    {
        Function = AIFunctionFactory.Create(function, name),
        Audience = ToolAudience.Visitor,
        Effect = ToolEffect.Read,
        Idempotent = true,
        Attempts = 2,
        TrustedOutput = true,
        IsOffered = async (_, token) => (await catalogs.GetAsync(token)).ById.Count > 0,
    };

    [Description("Searches what the person offers: services, products, works, courses. The website shows what is found as cards. Ask the "
        + "visitor at most one question before, and only where their need is unclear. Cite what you name by its id; name no other price.")]
    private async Task<IReadOnlyList<ShownOffering>> SearchAsync(
        [Description("What the visitor needs, in words.")] string query,
        AIFunctionArguments arguments,
        [Description("The most that it may cost, where they give a limit.")] double? maxPrice = null,
        CancellationToken cancellationToken = default)
    {
        var catalog = await catalogs.GetAsync(cancellationToken);
        var need = NeedGrammar.Read(query, catalog);
        need = maxPrice is > 0 ? need with { MaxPrice = (decimal)maxPrice.Value } : need;
        var found = (await search.FindAsync(catalog, need, MostFound, cancellationToken))
            .Where(each => each.Coverage >= LeastCoverage || each.Coverage == 0).ToList();
        if (found.Count == 0 && NeedGrammar.IsVague(need, catalog.Segment.Language))
        {
            // "What do you offer?": one of each kind.
            found = [.. catalog.ById.Values.OrderBy(each => each.Id, StringComparer.Ordinal).DistinctBy(each => each.Kind).Take(MostFound)
                .Select(each => new FoundOffering(each, 1))];
        }

        var context = ToolContext.Of(arguments);
        var phrases = new Phrases(Languages.Guess(context.Message, Languages.Base(context.Locale ?? catalog.Segment.Language)));
        context.Offerings = [.. found.Select(each => OfferingSpeaker.CardOf(catalog, each.Offering, need, null, phrases))];
        return Show(context, found.Select(each => (each.Offering, each.Coverage)));
    }

    [Description("Says all about one thing that the person offers.")]
    private async Task<IReadOnlyList<ShownOffering>> GetAsync(
        [Description("Its id.")] string id, AIFunctionArguments arguments, CancellationToken cancellationToken)
        => (await catalogs.GetAsync(cancellationToken)).ById.GetValueOrDefault(id) is { } offering
            ? Show(ToolContext.Of(arguments), [(offering, 1)])
            : throw new ToolException("There is no such offering.");

    private static List<ShownOffering> Show(ToolContext context, IEnumerable<(Offering Offering, double Fits)> found)
    {
        var all = found.ToList();
        context.Passages = [.. all.Select(each => each.Offering.ToFact())];
        return [.. all.Select(each => new ShownOffering(
            each.Offering.Id, each.Offering.Title, PriceOf(each.Offering), Filled(each.Offering.Kind), Filled(each.Offering.Place),
            TextOf(each.Offering), Filled(each.Offering.Url)) { Fits = Math.Round(each.Fits, 2) })];
    }

    private static string PriceOf(Offering offering) => OfferingSpeaker.PriceOf(offering, new Phrases("en"));

    private static string TextOf(Offering offering)
        => string.Join('\n', offering.Details.Select(detail => $"{detail.Key}: {detail.Value}").Prepend(offering.Description));

    private static string? Filled(string text) => text.Length > 0 ? text : null;
}
