using DigitalTwin.Models;
using DigitalTwin.Usage;
using DigitalTwin.Usage.Prices;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Health;

/// <summary>Says whether models may be called as far as money goes, and whether their prices are known.</summary>
internal sealed class BudgetCheck(Ledger ledger, LimitsBook limits, PriceList prices, IOptions<ModelOptions> options) : IReadinessCheck
{
    public string Name => "budget";

    public async Task<Readiness> CheckAsync(CancellationToken cancellationToken)
    {
        if (options.Value.Provider == ModelProvider.Offline)
        {
            return Readiness.Ready;
        }

        if ((await limits.CurrentAsync(cancellationToken)).Stopped)
        {
            return Answers("The owner stopped all model calls; DELETE /api/owner/stop lets them go on");
        }

        if (ledger.Reached is { } limit)
        {
            return Answers($"The limit of the {limit.ToString().ToLowerInvariant()} is reached; PUT /api/owner/limits raises it");
        }

        var target = ModelTarget.Of(options.Value);
        return prices.IsKnown(target.Name, target.Endpoint)
            ? Readiness.Ready
            : new Readiness(
                ReadinessStatus.Ready,
                $"The price of '{target.Name}' is not known: the highest one is assumed until Budget:Prices says it.");
    }

    private static Readiness Answers(string why) => new(ReadinessStatus.Degraded, $"{why}. The offline model answers meanwhile.");
}
