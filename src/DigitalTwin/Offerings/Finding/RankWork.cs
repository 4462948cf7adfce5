using System.Globalization;
using System.Text.Json;
using DigitalTwin.Hosting;
using DigitalTwin.Turns.Workflows;

namespace DigitalTwin.Offerings.Finding;

/// <summary>Puts what was found in order: as the model sees it where there is one, else as it was found.</summary>
internal sealed class RankWork(OfferingCatalog catalogs, ModelQuestion model) : ITurnWork
{
    public const string StepName = "rank";

    private const int MostCandidates = 12;
    private const int LongestDescription = 400;
    private const int LongestReason = 200;

    private const string Instructions = """
        Put the offerings in the order in which they meet the visitor's need, best first, and leave out those that do not meet it at all:
        {"ranking": [{"id": "...", "reason": "why it fits, at most 15 words, in the visitor's language"}]}
        Say in a reason only what the offering itself says. Name no price.
        """;

    public string Name => StepName;

    public async Task<WorkOutcome> DoAsync(WorkContext context, CancellationToken cancellationToken)
    {
        var found = FindWork.ResultIn(context);
        var limit = context.Start.Limit ?? SearchRequest.DefaultLimit;
        if (!model.IsAvailable || found.Ids.Count == 0)
        {
            return Outcome([.. found.Ids.Take(limit).Select(id => new RankedOffering(id, null))]);
        }

        var catalog = await catalogs.GetAsync(cancellationToken);
        List<Offering> candidates = [.. found.Ids.Take(MostCandidates).Select(catalog.ById.GetValueOrDefault).OfType<Offering>()];
        var text = $"Need: {context.Start.Message}\n{found.Need.What}\n\n{string.Join("\n\n", candidates.Select(Describe))}";
        var answer = await model.AskAsync(context.Start, Instructions, text, ProductJson.Lenient.ModelRanking, [], cancellationToken);
        var ranked = (answer?.Ranking ?? []).Where(each => candidates.Exists(candidate => candidate.Id == each.Id))
            .DistinctBy(each => each.Id)
            .Select(each => each with { Reason = each.Reason is { Length: > 0 and <= LongestReason } reason ? VisibleText.Strip(reason)
                : null });
        return answer?.Ranking is null
            ? Outcome([.. found.Ids.Take(limit).Select(id => new RankedOffering(id, null))]) with { Degraded = true }
            : Outcome([.. ranked.Take(limit)]) with { Model = model.Name };
    }

    /// <summary>The order, in later steps.</summary>
    public static IReadOnlyList<RankedOffering> ResultIn(WorkContext context)
        => JsonSerializer.Deserialize(context.ResultOf(StepName), ProductJson.Api.IReadOnlyListRankedOffering)!;

    private static string Describe(Offering offering)
    {
        var description = offering.Description[..Math.Min(offering.Description.Length, LongestDescription)];
        var details = string.Join(", ", offering.Details.Select(detail => $"{detail.Key}: {detail.Value}"));
        return string.Create(CultureInfo.InvariantCulture,
            $"id: {offering.Id}\n{offering.Title} ({offering.Kind}) {offering.Place} {details}\n{description}");
    }

    private static WorkOutcome Outcome(IReadOnlyList<RankedOffering> ranked)
        => new() { Result = JsonSerializer.Serialize(ranked, ProductJson.Api.IReadOnlyListRankedOffering) };
}
