using System.Text.Json;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Offerings.Finding;

/// <summary>Searches for what meets a need: first by what has to be met, then by words and by meaning.</summary>
internal sealed class FindWork(OfferingCatalog catalogs, OfferingSearch search) : ITurnWork
{
    public const string StepName = "find";

    // So many are put in order.
    private const int Depth = 20;

    public string Name => StepName;

    public async Task<WorkOutcome> DoAsync(WorkContext context, CancellationToken cancellationToken)
    {
        var catalog = await catalogs.GetAsync(cancellationToken);
        var need = NeedWork.ResultIn(context, catalog);
        var (tried, ids, leftOut) = (need, await FindAsync(catalog, need, cancellationToken), (string?)null);
        foreach (var (name, less) in Relaxed(need))
        {
            if (ids.Count > 0)
            {
                break;
            }

            (tried, leftOut) = (less, name);
            ids = await FindAsync(catalog, less, cancellationToken);
        }

        var result = new FoundOfferings(tried, ids, ids.Count > 0 ? leftOut : null);
        return new WorkOutcome { Result = JsonSerializer.Serialize(result, ProductJson.Api.FoundOfferings) };
    }

    /// <summary>What the step found, in later ones.</summary>
    public static FoundOfferings ResultIn(WorkContext context)
        => JsonSerializer.Deserialize(context.ResultOf(StepName), ProductJson.Api.FoundOfferings)!;

    private async Task<IReadOnlyList<string>> FindAsync(Catalog catalog, Need need, CancellationToken cancellationToken)
        => [.. (await search.FindAsync(catalog, need, Depth, cancellationToken)).Select(found => found.Offering.Id)];

    // One condition after the other is given up, the least first; a limit in money never is.
    private static IEnumerable<(string Name, Need Need)> Relaxed(Need need)
    {
        if (need.Place is { } place)
        {
            yield return (place, need with { Place = null });
        }

        if (need.Kind is { } kind)
        {
            yield return (kind, need with { Place = null, Kind = null });
        }
    }
}
