using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Access;

/// <summary>Admits requests of the owner, and no others.</summary>
internal sealed class OwnerGate(OriginPolicy origins, SecretCache secrets)
{
    /// <summary>The least number of characters of the owner's key.</summary>
    public const int MinKeyLength = 32;

    /// <summary>Admits the request if it bears the owner's key.</summary>
    /// <exception cref="ProblemException">
    /// It does not; the same problem whatever the reason, also where no key is configured.
    /// </exception>
    public async ValueTask EnterAsync(HttpContext http)
    {
        if (!origins.Allows(http.Request))
        {
            throw new ProblemException(Problems.OriginNotAllowed);
        }

        var key = await secrets.GetAsync(SecretNames.OwnerKey, http.RequestAborted) ?? "";
        if (key.Length < MinKeyLength || !IsSame(BearerToken.Of(http.Request) ?? "", key))
        {
            throw new ProblemException(Problems.OwnerKeyInvalid);
        }
    }

    // Hashed first, so that the comparison takes the same time whatever the lengths are.
    private static bool IsSame(string given, string key)
        => CryptographicOperations.FixedTimeEquals(Hash(given), Hash(key));

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
