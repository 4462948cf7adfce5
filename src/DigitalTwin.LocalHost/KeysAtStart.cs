using DigitalTwin.Access;
using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost;

/// <summary>Makes the twin's own keys before anyone needs them, and refuses those that are too short to protect anything.</summary>
internal sealed class KeysAtStart(ISecretStore secrets) : IHostedService
{
    /// <exception cref="StartupException">A configured key is too short.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var name in new[] { SecretNames.TicketSigningKey, SecretNames.OwnerKey })
        {
            if (await secrets.GetAsync(name, cancellationToken) is not { Length: >= TicketService.MinKeyLength })
            {
                throw new StartupException($"{SecretNames.EnvironmentVariable(name)} has fewer than {TicketService.MinKeyLength} characters. Leave it out, and the twin makes one and keeps it with its data.");
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
