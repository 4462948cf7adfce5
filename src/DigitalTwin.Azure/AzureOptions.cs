using System.ComponentModel.DataAnnotations;

namespace DigitalTwin.Azure;

/// <summary>
/// Settings under <c>Storage</c> on Azure: the services' addresses, reached with the app's identity, or a connection
/// string.
/// </summary>
public sealed class AzureStorageOptions : IValidatableObject
{
    /// <summary>
    /// For Azurite and accounts with keys, instead of the two addresses; <c>UseDevelopmentStorage=true</c> on a
    /// developer's machine.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>The account's table service, such as <c>https://account.table.core.windows.net</c>.</summary>
    public Uri? TableUri { get; set; }

    /// <summary>The account's blob service, such as <c>https://account.blob.core.windows.net</c>.</summary>
    public Uri? BlobUri { get; set; }

    /// <summary>The container of the persona and all other content.</summary>
    [RegularExpression(
        "[a-z0-9](-?[a-z0-9]){2,62}",
        ErrorMessage = "Container is 3 to 63 lower-case letters, digits and single hyphens.")]
    public string Container { get; set; } = "twin";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var (hasString, hasUris) = (ConnectionString is { Length: > 0 }, TableUri is not null && BlobUri is not null);
        if (hasString == (TableUri is not null || BlobUri is not null) || (!hasString && !hasUris))
        {
            yield return new ValidationResult("Storage: set either ConnectionString, or both TableUri and BlobUri.");
        }
    }
}

/// <summary>Settings under <c>KeyVault</c>.</summary>
public sealed class KeyVaultOptions
{
    /// <summary>
    /// The vault, such as <c>https://name.vault.azure.net</c>; without one, secrets come from the environment.
    /// </summary>
    public Uri? Uri { get; set; }
}
