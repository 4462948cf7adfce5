using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace DigitalTwin.SignIn.Oidc;

/// <summary>
/// Seals what a sign-in with a provider carries through the browser, for the handler of ASP.NET Core, with keys derived from the secret
/// <c>sign-in-key</c>: every instance opens what another one sealed, and no key ring has to be stored and locked.
/// </summary>
/// <remarks>AES-256-GCM (NIST SP 800-38D): nonce, then ciphertext, then tag. The purposes are the associated data.</remarks>
internal sealed class SealedState(SignInKey keys, string purposes = "") : IDataProtectionProvider, IDataProtector
{
    private const string Use = "oidc-state-aes256gcm";

    private static readonly int NonceSize = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagSize = AesGcm.TagByteSizes.MaxSize;

    private readonly byte[] associated = Encoding.UTF8.GetBytes(purposes);

    /// <inheritdoc/>
    public IDataProtector CreateProtector(string purpose) => new SealedState(keys, $"{purposes}\n{purpose}");

    /// <inheritdoc/>
    public byte[] Protect(byte[] plaintext)
    {
        var whole = new byte[NonceSize + plaintext.Length + TagSize];
        RandomNumberGenerator.Fill(whole.AsSpan(0, NonceSize));
        using var aes = NewCipher();
        aes.Encrypt(whole.AsSpan(0, NonceSize), plaintext, whole.AsSpan(NonceSize, plaintext.Length), whole.AsSpan(^TagSize..), associated);
        return whole;
    }

    /// <inheritdoc/>
    public byte[] Unprotect(byte[] protectedData)
    {
        if (protectedData.Length < NonceSize + TagSize)
        {
            throw new CryptographicException("Too short.");
        }

        var plaintext = new byte[protectedData.Length - NonceSize - TagSize];
        ReadOnlySpan<byte> whole = protectedData;
        using var aes = NewCipher();
        aes.Decrypt(whole[..NonceSize], whole[NonceSize..^TagSize], whole[^TagSize..], plaintext, associated);
        return plaintext;
    }

    // The handler has no asynchronous way. The endpoint read the secret a moment ago: it is cached, and nothing waits here.
    private AesGcm NewCipher() => new(keys.OfAsync(Use, CancellationToken.None).AsTask().GetAwaiter().GetResult(), TagSize);
}
