namespace DigitalTwin.Storage;

/// <summary>Reads secrets: from the environment on one machine, from Key Vault in the cloud.</summary>
/// <remarks>
/// Adapters do not cache, because <see cref="SecretCache"/> does for all of them.
/// Names are lower-case letters, digits and <c>-</c>, as in Key Vault.
/// </remarks>
public interface ISecretStore
{
    /// <summary>Reads a secret's current value, or <see langword="null"/> where there is none.</summary>
    Task<string?> GetAsync(string name, CancellationToken cancellationToken);
}

/// <summary>The names of the product's secrets.</summary>
public static class SecretNames
{
    /// <summary>The key of the model's endpoint.</summary>
    public const string ModelApiKey = "model-api-key";

    /// <summary>The key of the endpoint of <c>Model:Fallbacks</c>, where it is another one.</summary>
    public const string ModelFallbackApiKey = "model-fallback-api-key";

    /// <summary>The key that signs session tickets: at least 32 bytes of text.</summary>
    public const string TicketSigningKey = "ticket-signing-key";

    /// <summary>The key that authorises the owner: at least 32 characters.</summary>
    public const string OwnerKey = "owner-key";

    /// <summary>What the owner's sign-in is signed with: at least 32 bytes of text.</summary>
    public const string SignInKey = "sign-in-key";

    /// <summary>The secret that the provider of <c>SignIn:Issuer</c> gave with the client id.</summary>
    public const string OidcClientSecret = "oidc-client-secret";

    /// <summary>What the secrets of webhooks are made of: at least 32 bytes of text.</summary>
    public const string WebhookKey = "webhook-key";

    /// <summary>The password of <c>Notices:MailUser</c>.</summary>
    public const string SmtpPassword = "smtp-password";

    /// <summary>The keys that nobody has to invent: made on one machine by the twin, on Azure when it is provisioned.</summary>
    public static IReadOnlyList<string> Generated { get; } = [TicketSigningKey, OwnerKey, SignInKey, WebhookKey];

    /// <summary>All secrets that the product reads.</summary>
    public static IReadOnlyList<string> All { get; } = [ModelApiKey, ModelFallbackApiKey, OidcClientSecret, SmtpPassword, .. Generated];

    /// <summary>The environment variable of a secret: <c>model-api-key</c> is <c>MODEL_API_KEY</c>.</summary>
    public static string EnvironmentVariable(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return name.Replace('-', '_').ToUpperInvariant();
    }
}
