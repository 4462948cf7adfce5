using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DigitalTwin.SignIn;

/// <summary>Issues and reads the owner's access tokens: JWTs, signed with ES256, that name the session they belong to.</summary>
/// <remarks>RFC 7519, RFC 7518 3.4, RFC 8725. Whether the session is still open is its store's to say.</remarks>
internal sealed class AccessTokens(SignInKey keys, TimeProvider time)
{
    /// <summary>How long a token is valid.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(15);

    private const string Issuer = "digital-twin";
    private const string Audience = "digital-twin-owner";
    private const string Use = "access-token-es256";

    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };

    /// <summary>Whether a bearer token has the form of one: three parts, the first of which begins a JSON object.</summary>
    public static bool IsLike(string token)
        => token.StartsWith("eyJ", StringComparison.Ordinal) && token.Count(each => each == '.') == 2;

    /// <summary>Issues a token.</summary>
    /// <param name="sessionId">The session.</param>
    /// <param name="cancellationToken">Ends the wait for the key.</param>
    public async ValueTask<(string Token, DateTimeOffset ExpiresAt)> IssueAsync(string sessionId, CancellationToken cancellationToken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(time.GetUtcNow().ToUnixTimeSeconds());
        using var key = KeyOf(await keys.OfAsync(Use, cancellationToken));
        var token = Handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            Claims = new Dictionary<string, object> { [JwtRegisteredClaimNames.Sub] = "owner", [JwtRegisteredClaimNames.Sid] = sessionId },
            SigningCredentials = new SigningCredentials(Uncached(key), SecurityAlgorithms.EcdsaSha256),
        });
        return (token, now + Lifetime);
    }

    /// <summary>The session of a token, or <see langword="null"/> where it is forged, over, or another's.</summary>
    public async ValueTask<string?> ReadAsync(string token, CancellationToken cancellationToken)
        => await ReadAsync(token, await keys.OfAsync(Use, cancellationToken))
            ?? await ReadAsync(token, await keys.FreshAsync(Use, cancellationToken));

    private async ValueTask<string?> ReadAsync(string token, byte[] secret)
    {
        using var key = KeyOf(secret);
        var read = await Handler.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            IssuerSigningKey = Uncached(key),
            LifetimeValidator = (from, to, _, _) => IsNow(from, to),
        });
        return read.IsValid ? read.ClaimsIdentity.FindFirst(JwtRegisteredClaimNames.Sid)?.Value : null;
    }

    private bool IsNow(DateTime? from, DateTime? to)
    {
        var now = time.GetUtcNow().UtcDateTime;

        // Another instance's clock may be ahead a little.
        return from <= now.AddMinutes(1) && now < to;
    }

    // Any 256 bits but a few billionths of a billionth are a private key of P-256; those few would be refused here.
    private static ECDsa KeyOf(byte[] secret) => ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = secret });

    private static ECDsaSecurityKey Uncached(ECDsa key)
        => new(key) { CryptoProviderFactory = new CryptoProviderFactory { CacheSignatureProviders = false } };
}
