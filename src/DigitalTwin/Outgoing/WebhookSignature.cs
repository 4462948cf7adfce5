using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DigitalTwin.Outgoing;

/// <summary>Signs what is sent to others, so that they know that it came from this twin, unchanged and just now.</summary>
/// <remarks>Standard Webhooks: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md</remarks>
internal static class WebhookSignature
{
    private const string SecretPrefix = "whsec_";

    /// <summary>The headers of a message.</summary>
    /// <param name="secret">The secret that both sides have: base64, with or without <c>whsec_</c> before it.</param>
    /// <param name="id">The message's id: the same each time it is sent.</param>
    /// <param name="at">When it is sent.</param>
    /// <param name="body">The body as it is sent.</param>
    /// <exception cref="FormatException">The secret is not base64.</exception>
    public static IReadOnlyDictionary<string, string> HeadersOf(string secret, string id, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var plain = secret.StartsWith(SecretPrefix, StringComparison.Ordinal) ? secret[SecretPrefix.Length..] : secret;
        var key = Convert.FromBase64String(plain);
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{seconds}."), .. body];
        return new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["webhook-id"] = id,
            ["webhook-timestamp"] = seconds,
            ["webhook-signature"] = "v1," + Convert.ToBase64String(HMACSHA256.HashData(key, signed)),
        };
    }
}
