using System.Security.Cryptography;
using System.Text;

namespace DigitalTwin.Conversations;

/// <summary>
/// A turn's id: its session's and a key made from the message's id, so that a message sent twice is the same turn,
/// and a turn is found without an index.
/// </summary>
internal readonly record struct TurnId(string SessionId, string Key)
{
    private const int KeyLength = 16;

    public static TurnId For(string sessionId, string messageId)
        => new(sessionId, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(messageId)))[..KeyLength]);

    public static TurnId? TryParse(string text)
        => text.Split('.') is [var session, var key] && Access.SessionId.IsValid(session) && IsKey(key) ? new TurnId(session, key) : null;

    public override string ToString() => $"{SessionId}.{Key}";

    private static bool IsKey(string text) => text.Length == KeyLength && text.All(char.IsAsciiHexDigitLower);
}
