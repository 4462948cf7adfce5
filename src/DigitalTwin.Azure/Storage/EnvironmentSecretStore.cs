using DigitalTwin.Storage;

namespace DigitalTwin.Azure.Storage;

/// <summary>
/// Used where no vault is configured: <see cref="SecretCache"/> then reads the secrets from the environment, as on a
/// developer's machine with the function host.
/// </summary>
internal sealed class EnvironmentSecretStore : ISecretStore
{
    public Task<string?> GetAsync(string name, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
