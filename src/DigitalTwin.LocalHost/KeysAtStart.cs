using DigitalTwin.Access;
using DigitalTwin.Storage;

namespace DigitalTwin.LocalHost;

/// <summary>Makes the twin's own keys at start, and refuses configured keys that are too short to protect anything.</summary>
internal sealed class KeysAtStart(ISecretStore secrets) : IHostedService
{
    /// <exception cref="StartupException">A configured key is too short.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var name in new[] { SecretNames.TicketSigningKey, SecretNames.OwnerKey })
        {
            if (await secrets.GetAsync(name, cancellationToken) is not { Length: >= TicketService.MinKeyLength })
            {
                var variable = SecretNames.EnvironmentVariable(name);
                throw new StartupException(
                    $"{variable} has fewer than {TicketService.MinKeyLength} characters. "
                    + "Leave it out, and the twin makes one and keeps it with its data.");
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
