using DigitalTwin.Storage;

namespace DigitalTwin.Azure.Storage;

/// <summary>No vault: <see cref="SecretCache"/> finds the secrets in the environment, as on a developer's machine with the function host.</summary>
internal sealed class EnvironmentSecretStore : ISecretStore
{
    public Task<string?> GetAsync(string name, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
