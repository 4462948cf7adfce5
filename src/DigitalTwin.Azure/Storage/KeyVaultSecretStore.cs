using Azure;
using Azure.Security.KeyVault.Secrets;
using DigitalTwin.Storage;

namespace DigitalTwin.Azure.Storage;

/// <summary>Secrets in Azure Key Vault, under the names that the product uses.</summary>
internal sealed class KeyVaultSecretStore(SecretClient client) : ISecretStore
{
    public Task<string?> GetAsync(string name, CancellationToken cancellationToken) => AzureFaults.GuardAsync("Key Vault", async () =>
    {
        try
        {
            return (await client.GetSecretAsync(name, cancellationToken: cancellationToken)).Value.Value;
        }
        catch (RequestFailedException error) when (error.Status == 404)
        {
            return null;
        }
    }, cancellationToken);
}
