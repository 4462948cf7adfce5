using DigitalTwin.Models.OpenAI;
using DigitalTwin.Models.Resilience;
using DigitalTwin.Storage;
using DigitalTwin.Usage;
using DigitalTwin.Usage.Prices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Models.Embeddings;

/// <summary>The model that gives texts their vectors, where one is set. What fails is done without: words are searched in any
/// case.</summary>
internal sealed partial class EmbeddingModel(
    IOptions<ModelOptions> options,
    SecretCache secrets,
    Ledger ledger,
    PriceList prices,
    ModelHealth health,
    TimeProvider time,
    ILogger<EmbeddingModel> logger,
    System.ClientModel.AuthenticationTokenProvider? tokens = null)
{
    private const int TextsAtOnce = 64;
    private const int LongestText = 8_000;

    // For English; the endpoint's own count is what is paid.
    private const double CharactersOfToken = 4;

    private readonly ModelResilience resilience = new(time);
    private readonly Lazy<IEmbeddingGenerator<string, Embedding<float>>> client
        = new(() => OpenAIClients.CreateEmbeddings(options.Value, secrets, tokens));

    /// <summary>Whether there is one.</summary>
    public bool IsAvailable => !string.IsNullOrWhiteSpace(options.Value.Embeddings);

    /// <summary>The vectors of texts, in their order; <see langword="null"/> where the model fails or the budget is spent.</summary>
    public async Task<IReadOnlyList<float[]>?> OfAsync(IReadOnlyList<string> texts, TimeSpan longest, CancellationToken cancellationToken)
    {
        try
        {
            var vectors = new List<float[]>();
            foreach (var batch in texts.Select(text => text.Length <= LongestText ? text : text[..LongestText]).Chunk(TextsAtOnce))
            {
                vectors.AddRange(await AskAsync(batch, longest, cancellationToken));
            }

            health.IsNews("embeddings", null);
            return vectors.Count == texts.Count && vectors.All(vector => vector.Length == vectors[0].Length) ? vectors : null;
        }
        catch (ModelException error)
        {
            if (health.IsNews("embeddings", error.Failure))
            {
                LogFailed(logger, error.Failure, error.Message);
            }

            return null;
        }
        catch (BudgetSpentException)
        {
            return null;
        }
    }

    private async Task<IEnumerable<float[]>> AskAsync(string[] texts, TimeSpan longest, CancellationToken cancellationToken)
    {
        var name = options.Value.Embeddings!;
        var price = prices.Of(name, OpenAIClients.EndpointOf(ModelTarget.Of(options.Value)));
        var estimate = new UsedUnits { Input = (long)Math.Ceiling(texts.Sum(text => text.Length) / CharactersOfToken) };
        await using var reservation = await ledger.ReserveAsync(new Spender("", "search", 0), price.CostOf(estimate), cancellationToken);
        var found = await resilience.ExecuteAsync(
            async attempt =>
            {
                using var limit = new TimeLimit(longest, time, attempt);
                return await limit.RunAsync(() => GenerateAsync(texts, limit.Token));
            },
            cancellationToken);
        var used = found.Usage?.InputTokenCount is { } tokens ? new UsedUnits { Input = tokens } : estimate;
        await reservation.SettleAsync(name, used, price.CostOf(used));
        return found.Select(each => each.Vector.ToArray());
    }

    private async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(string[] texts, CancellationToken cancellationToken)
    {
        try
        {
            return await client.Value.GenerateAsync(texts, null, cancellationToken);
        }
        catch (Exception error) when (ModelFailures.TryMap(error, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    [LoggerMessage(EventId = 4103, Level = LogLevel.Warning,
        Message = "Texts get no vectors ({Failure}): {Reason}; words are searched alone")]
    private static partial void LogFailed(ILogger logger, ModelFailure failure, string reason);
}
