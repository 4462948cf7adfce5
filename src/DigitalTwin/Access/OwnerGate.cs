using System.Security.Cryptography;
using System.Text;
using DigitalTwin.Hosting;
using DigitalTwin.Storage;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Access;

/// <summary>Lets the owner in, and nobody else.</summary>
internal sealed class OwnerGate(OriginPolicy origins, SecretCache secrets)
{
    /// <summary>Fewest characters of the owner's key.</summary>
    public const int MinKeyLength = 32;

    /// <summary>Lets the request pass if it bears the owner's key.</summary>
    /// <exception cref="ProblemException">It does not; the same answer whatever is wrong, also where no key is set up.</exception>
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

    // Hashed first: so the comparison takes the same time whatever the lengths are.
    private static bool IsSame(string given, string key)
        => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
