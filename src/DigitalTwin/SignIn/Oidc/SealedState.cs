using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace DigitalTwin.SignIn.Oidc;

/// <summary>
/// Seals what a sign-in with a provider carries through the browser, for the handler of ASP.NET Core, with keys derived from the secret
/// <c>sign-in-key</c>: every instance opens what another one sealed, and no key ring has to be stored and locked.
/// </summary>
/// <remarks>AES-256-GCM (NIST SP 800-38D): nonce, then ciphertext, then tag. The purposes are the associated data.</remarks>
internal sealed class SealedState(SignInKey keys, string purpose = "") : IDataProtectionProvider, IDataProtector
{
    private const string Use = "oidc-state-aes256gcm";

    /// <inheritdoc/>
    public IDataProtector CreateProtector(string purpose) => new SealedState(keys, $"{this.Purpose}\n{purpose}");

    /// <inheritdoc/>
    public byte[] Protect(byte[] plaintext)
    {
        var (nonceSize, tagSize) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        var sealedOne = new byte[nonceSize + plaintext.Length + tagSize];
        var nonce = sealedOne.AsSpan(0, nonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(Key(), tagSize);
        aes.Encrypt(
            nonce, plaintext, sealedOne.AsSpan(nonceSize, plaintext.Length), sealedOne.AsSpan(nonceSize + plaintext.Length), Associated());
        return sealedOne;
    }

    /// <inheritdoc/>
    public byte[] Unprotect(byte[] protectedData)
    {
        var (nonceSize, tagSize) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        if (protectedData.Length < nonceSize + tagSize)
        {
            throw new CryptographicException("Too short.");
        }

        var plaintext = new byte[protectedData.Length - nonceSize - tagSize];
        using var aes = new AesGcm(Key(), tagSize);
        aes.Decrypt(
            protectedData.AsSpan(0, nonceSize),
            protectedData.AsSpan(nonceSize, plaintext.Length),
            protectedData.AsSpan(nonceSize + plaintext.Length),
            plaintext,
            Associated());
        return plaintext;
    }

    private string Purpose { get; } = purpose;

    private byte[] Associated() => Encoding.UTF8.GetBytes(Purpose);

    // The handler has no asynchronous way. The endpoint read the secret a moment ago: it is cached, and nothing waits here.
    private byte[] Key() => keys.OfAsync(Use, CancellationToken.None).AsTask().GetAwaiter().GetResult();
}
