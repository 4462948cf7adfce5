using System.ComponentModel.DataAnnotations;

namespace DigitalTwin.SignIn;

/// <summary>Settings under <c>SignIn</c>: the owner's sign-in with another provider. Signing in with a password needs none.</summary>
public sealed class SignInOptions : IValidatableObject
{
    /// <summary>
    /// The provider's issuer, an address that has <c>/.well-known/openid-configuration</c> under it: <c>https://accounts.google.com</c>.
    /// Empty: no provider.
    /// </summary>
    public string Issuer { get; set; } = "";

    /// <summary>The id that the provider knows the twin by. The secret that goes with it is <c>oidc-client-secret</c>.</summary>
    public string ClientId { get; set; } = "";

    /// <summary>Who the owner is at the provider: the subject or the confirmed e-mail address. Nobody else is let in, ever.</summary>
    public string Owner { get; set; } = "";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Issuer.Length == 0)
        {
            yield break;
        }

        var isAddress = Uri.TryCreate(Issuer, UriKind.Absolute, out var issuer)
            && (issuer.Scheme == Uri.UriSchemeHttps || (issuer.Scheme == Uri.UriSchemeHttp && issuer.IsLoopback));
        if (!isAddress)
        {
            yield return new ValidationResult("SignIn:Issuer must be an https address.", [nameof(Issuer)]);
        }

        if (ClientId.Length == 0 || Owner.Length == 0)
        {
            yield return new ValidationResult("SignIn:Issuer needs SignIn:ClientId and SignIn:Owner.", [nameof(ClientId), nameof(Owner)]);
        }
    }
}
