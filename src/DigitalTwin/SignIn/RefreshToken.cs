using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DigitalTwin.SignIn;

/// <summary>
/// A refresh token: <c>session.number.mac</c>. The number rises with each refresh, so that the store keeps a number and no secret, and a
/// token that was used before is told from one that never was.
/// </summary>
/// <param name="SessionId">The sign-in that it belongs to: all tokens of one are its family.</param>
/// <param name="Number">Its place in the family, from 1.</param>
/// <remarks>Rotation and its detection of theft: RFC 9700, 4.14.2.</remarks>
internal readonly record struct RefreshToken(string SessionId, long Number)
{
    private const int Longest = 200;

    /// <summary>The token as it is handed out.</summary>
    public string Sign(byte[] key) => $"{Claims}.{Mac(key)}";

    /// <summary>Reads a token.</summary>
    /// <returns><see langword="null"/> where it was not signed with this key.</returns>
    public static RefreshToken? Read(string text, byte[] key)
    {
        var isToken = text.Length <= Longest && text.Split('.') is [{ Length: > 0 }, _, _];
        if (!isToken || !long.TryParse(text.Split('.')[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var token = new RefreshToken(text.Split('.')[0], number);
        var (given, right) = (Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(token.Sign(key)));
        return CryptographicOperations.FixedTimeEquals(given, right) ? token : null;
    }

    private string Claims => string.Create(CultureInfo.InvariantCulture, $"{SessionId}.{Number}");

    private string Mac(byte[] key) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(Claims)));
}
