using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Access;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;

namespace DigitalTwin.SignIn;

/// <summary>
/// What the owner's tokens are signed and sealed with, derived from the secret <c>sign-in-key</c>: each use has a key of its own.
/// </summary>
/// <remarks>HKDF (RFC 5869) with SHA-256; the use is its <c>info</c>.</remarks>
internal sealed class SignInKey(SecretCache secrets)
{
    private const int Length = 32;

    // Another process may have a new secret already: for a token that does not fit, it is read again, but not for every forgery.
    private static readonly TimeSpan NewKeyDelay = TimeSpan.FromMinutes(1);

    /// <summary>The key of a use.</summary>
    /// <exception cref="ProblemException">The secret is missing, or too short.</exception>
    public ValueTask<byte[]> OfAsync(string use, CancellationToken cancellationToken)
        => OfAsync(use, SecretCache.Lifetime, cancellationToken);

    /// <summary>The same with the secret as it was a minute ago at most.</summary>
    public ValueTask<byte[]> FreshAsync(string use, CancellationToken cancellationToken)
        => OfAsync(use, NewKeyDelay, cancellationToken);

    private async ValueTask<byte[]> OfAsync(string use, TimeSpan oldest, CancellationToken cancellationToken)
    {
        var secret = await secrets.GetAsync(SecretNames.SignInKey, oldest, cancellationToken);
        return secret is { Length: >= TicketService.MinKeyLength }
            ? HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), Length, info: Encoding.UTF8.GetBytes(use))
            : throw new ProblemException(
                Problems.SignInUnavailable,
                $"The secret '{SecretNames.SignInKey}' is missing or shorter than {TicketService.MinKeyLength} characters.");
    }
}
