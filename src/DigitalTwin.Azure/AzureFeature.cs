using System.ClientModel;
using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Security.KeyVault.Secrets;
using Azure.Storage.Blobs;
using DigitalTwin.Azure.Storage;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigitalTwin.Azure;

/// <summary>The product's ports on Azure.</summary>
public static class AzureFeature
{
    // A visitor waits: four attempts of at most five seconds each, rather than the default's four of a hundred.
    private static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Adds the adapters. Nothing is connected to until it is first used.</summary>
    /// <remarks>
    /// The identity is <see cref="DefaultAzureCredential"/>'s: the app's managed one, named by <c>AZURE_CLIENT_ID</c>,
    /// or the developer's own.
    /// </remarks>
    public static IServiceCollection AddAzure(this IServiceCollection services)
        => services.AddSettings<AzureStorageOptions>("Storage")
            .AddSettings<KeyVaultOptions>("KeyVault")
            .AddSingleton<TokenCredential>(_ => new DefaultAzureCredential())
            .AddSingleton<AuthenticationTokenProvider>(services => services.GetRequiredService<TokenCredential>())
            .AddSingleton(MakeTables)
            .AddSingleton(MakeContainer)
            .AddSingleton<IRowStore, TableRowStore>()
            .AddSingleton<IBlobStore, BlobContentStore>()
            .AddSingleton(MakeSecrets);

    internal static T Patiently<T>(T options)
        where T : ClientOptions
    {
        options.Retry.NetworkTimeout = TryTimeout;
        options.Retry.Delay = TimeSpan.FromMilliseconds(200);
        options.Retry.MaxDelay = TimeSpan.FromSeconds(4);
        return options;
    }

    private static TableServiceClient MakeTables(IServiceProvider services)
    {
        var (settings, options) = (Settings<AzureStorageOptions>(services), Patiently(new TableClientOptions()));
        return settings.ConnectionString is { Length: > 0 } connection
            ? new TableServiceClient(connection, options)
            : new TableServiceClient(settings.TableUri, services.GetRequiredService<TokenCredential>(), options);
    }

    private static BlobContainerClient MakeContainer(IServiceProvider services)
    {
        var (settings, options) = (Settings<AzureStorageOptions>(services), Patiently(new BlobClientOptions()));
        var service = settings.ConnectionString is { Length: > 0 } connection
            ? new BlobServiceClient(connection, options)
            : new BlobServiceClient(settings.BlobUri, services.GetRequiredService<TokenCredential>(), options);
        return service.GetBlobContainerClient(settings.Container);
    }

    private static ISecretStore MakeSecrets(IServiceProvider services)
    {
        if (Settings<KeyVaultOptions>(services).Uri is not { } vault)
        {
            return new EnvironmentSecretStore();
        }

        var credential = services.GetRequiredService<TokenCredential>();
        return new KeyVaultSecretStore(new SecretClient(vault, credential, Patiently(new SecretClientOptions())));
    }

    private static T Settings<T>(IServiceProvider services)
        where T : class
        => services.GetRequiredService<IOptions<T>>().Value;
}
