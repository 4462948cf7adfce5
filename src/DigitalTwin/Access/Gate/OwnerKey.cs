using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Storage;

namespace DigitalTwin.Access.Gate;

/// <summary>The key that authorises the owner.</summary>
internal sealed class OwnerKey(SecretCache secrets)
{
    /// <summary>The least number of characters of the owner's key.</summary>
    public const int MinLength = 32;

    /// <summary>Whether this is the owner's key; it is not where none is configured.</summary>
    public async ValueTask<bool> IsAsync(string given, CancellationToken cancellationToken)
    {
        var key = await secrets.GetAsync(SecretNames.OwnerKey, cancellationToken) ?? "";
        return key.Length >= MinLength && IsSame(given, key);
    }

    // Hashed first, so that the comparison takes the same time whatever the lengths are.
    private static bool IsSame(string given, string key) => CryptographicOperations.FixedTimeEquals(Hash(given), Hash(key));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
