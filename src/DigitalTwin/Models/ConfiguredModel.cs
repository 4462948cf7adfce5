using System.ClientModel;
using System.Diagnostics.Metrics;
using DigitalTwin.Models.Anthropic;
using DigitalTwin.Models.InnerTalk;
using DigitalTwin.Models.OpenAI;
using DigitalTwin.Models.Resilience;
using DigitalTwin.Storage;
using DigitalTwin.Usage;
using DigitalTwin.Usage.Prices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Models;

/// <summary>
/// Puts the layers around the configured model: the budget around each attempt, telemetry around it, resilience around telemetry, then
/// what keeps inner talk inside, and the fallback outermost.
/// </summary>
internal sealed class ConfiguredModel : IModel, IDisposable
{
    public ConfiguredModel(
        IOptions<ModelOptions> options,
        [FromKeyedServices(IModel.OfflineName)] IChatClient offline,
        ModelHealth health,
        SecretCache secrets,
        Ledger ledger,
        LimitsBook limits,
        PriceList prices,
        IMeterFactory meters,
        TimeProvider time,
        ILoggerFactory loggers,
        AuthenticationTokenProvider? tokens = null)
    {
        var settings = options.Value;
        IsOffline = settings.Provider == ModelProvider.Offline;
        if (IsOffline)
        {
            Name = IModel.OfflineName;
            Client = WithFallback = new TelemetryChatClient(offline, meters, time);
            return;
        }

        Name = settings.Name!;
        List<IChatClient> models = [.. new[] { ModelTarget.Of(settings) }.Concat(ModelTarget.FallbacksOf(settings)).Select(Layered)];
        Client = models[0];
        WithFallback = new FallbackChatClient(models, offline, health, loggers.CreateLogger<FallbackChatClient>());

        IChatClient Layered(ModelTarget target)
        {
            IChatClient client = target.Provider == ModelProvider.Anthropic
                ? AnthropicClients.Create(target, settings, secrets)
                : OpenAIClients.Create(target, settings, secrets, tokens, time);
            var measured = new TelemetryChatClient(new BudgetChatClient(client, ledger, limits, prices), meters, time);
            var resilient = new ResilientChatClient(measured, TimeSpan.FromSeconds(settings.TimeoutSeconds), time);
            return new InnerTalkChatClient(resilient, loggers.CreateLogger<InnerTalkChatClient>());
        }
    }

    public string Name { get; }

    public bool IsOffline { get; }

    public IChatClient Client { get; }

    public IChatClient WithFallback { get; }

    public void Dispose() => WithFallback.Dispose();
}
