using System.Security.Cryptography;

namespace DigitalTwin.Access;

/// <summary>The form of session ids: 128 random bits as 32 hex digits. They authorise nothing.</summary>
internal static class SessionId
{
    public static string New() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    public static bool IsValid(string text) => text.Length == 32 && text.All(char.IsAsciiHexDigitLower);
}
