using System.ClientModel;
using System.Diagnostics.Metrics;
using DigitalTwin.Models.Offline;
using DigitalTwin.Models.OpenAI;
using DigitalTwin.Personas;
using DigitalTwin.Storage;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Models;

/// <summary>Puts the layers around the configured model: telemetry around each attempt, resilience around that, the fallback outside.</summary>
internal sealed class ConfiguredModel : IModel, IDisposable
{
    public ConfiguredModel(IOptions<ModelOptions> options, IServiceProvider services)
    {
        var settings = options.Value;
        var offline = new OfflineChatClient(services.GetRequiredService<PersonaProvider>());
        IsOffline = settings.Provider == ModelProvider.Offline;
        Name = IsOffline ? OfflineChatClient.ModelId : settings.Name!;
        Client = IsOffline ? Measured(offline, services) : Remote(settings, services);
        WithFallback = IsOffline ? Client : new FallbackChatClient(Client, offline, services.GetRequiredService<ModelHealth>(), services.GetRequiredService<ILogger<FallbackChatClient>>());
    }

    public string Name { get; }

    public bool IsOffline { get; }

    public IChatClient Client { get; }

    public IChatClient WithFallback { get; }

    public void Dispose() => WithFallback.Dispose();

    private static ResilientChatClient Remote(ModelOptions settings, IServiceProvider services)
    {
        var client = OpenAIClients.Create(settings, services.GetRequiredService<SecretCache>(), services.GetService<AuthenticationTokenProvider>());
        return new ResilientChatClient(Measured(client, services), TimeSpan.FromSeconds(settings.TimeoutSeconds), services.GetRequiredService<TimeProvider>());
    }

    private static TelemetryChatClient Measured(IChatClient client, IServiceProvider services)
        => new(client, services.GetRequiredService<IMeterFactory>(), services.GetRequiredService<TimeProvider>());
}
