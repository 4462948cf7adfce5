using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DigitalTwin.Testing.SignIn;

/// <summary>What is wrong with what a provider says.</summary>
public enum OidcFault
{
    None,
    WrongIssuer,
    WrongAudience,
    WrongNonce,
    NoNonce,
    Expired,
    StaleKey,
    NoSignature,
    SymmetricKey,
    WrongState,
    WrongCode,
}

/// <summary>
/// A provider that lets everybody in at once, and can be told to send tokens that no real one sends. Codes are good once, for the client
/// with the secret, and with the verifier they were asked for with.
/// </summary>
public sealed class OidcServer : IAsyncDisposable
{
    public const string ClientId = "twin";
    public const string Secret = "the-secret-of-the-twin";

    private readonly WebApplication app;
    private readonly Dictionary<string, (string Nonce, string Challenge)> codes = [];
    private readonly RsaSecurityKey published = new(RSA.Create(2048)) { KeyId = "now" };
    private readonly RsaSecurityKey stale = new(RSA.Create(2048)) { KeyId = "now" };

    private OidcServer(WebApplication app) => this.app = app;

    public string Issuer => app.Urls.First();

    public OidcFault Fault { get; set; }

    public string Subject { get; set; } = "ada-1815";

    public string Email { get; set; } = "ada@example.com";

    public bool EmailVerified { get; set; } = true;

    /// <summary>Where browsers were sent back to.</summary>
    public List<string> Callbacks { get; } = [];

    public static async Task<OidcServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var server = new OidcServer(builder.Build());
        server.Map();
        await server.app.StartAsync(TestContext.Current.CancellationToken);
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private void Map()
    {
        app.MapGet("/.well-known/openid-configuration", () => new Dictionary<string, object>
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = Issuer + "/authorize",
            ["token_endpoint"] = Issuer + "/token",
            ["userinfo_endpoint"] = Issuer + "/userinfo",
            ["jwks_uri"] = Issuer + "/jwks",
            ["response_types_supported"] = new[] { "code" },
            ["subject_types_supported"] = new[] { "public" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        });
        app.MapGet("/jwks", () => new { keys = new[] { JsonWebKeyConverter.ConvertFromRSASecurityKey(PublicPart()) } });
        app.MapGet("/authorize", Authorize);
        app.MapPost("/token", TokenAsync);
        app.MapGet("/userinfo", () => new { sub = Subject, email = Email, email_verified = EmailVerified });
    }

    private RsaSecurityKey PublicPart() => new(published.Rsa.ExportParameters(false)) { KeyId = "now" };

    private IResult Authorize(HttpRequest request)
    {
        var query = request.Query;
        query["client_id"].ToString().ShouldBe(ClientId);
        query["response_type"].ToString().ShouldBe("code");
        query["code_challenge_method"].ToString().ShouldBe("S256");
        var code = Guid.NewGuid().ToString("N");
        codes[code] = (query["nonce"].ToString(), query["code_challenge"].ToString());
        var state = Fault == OidcFault.WrongState ? "another" : query["state"].ToString();
        code = Fault == OidcFault.WrongCode ? "another" : code;
        var callback = $"{query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(state)}";
        Callbacks.Add(callback);
        return Results.Redirect(callback);
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var isClient = form["client_id"] == ClientId && form["client_secret"] == Secret;
        var verifier = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (!isClient || !codes.Remove(form["code"].ToString(), out var known) || known.Challenge != verifier)
        {
            return Results.Json(new { error = isClient ? "invalid_grant" : "invalid_client" }, statusCode: 400);
        }

        return Results.Json(new Dictionary<string, object>
        {
            ["access_token"] = "opaque",
            ["token_type"] = "Bearer",
            ["expires_in"] = 60,
            ["id_token"] = IdToken(known.Nonce),
        });
    }

    private string IdToken(string nonce)
    {
        var claims = new Dictionary<string, object> { ["sub"] = Subject };
        if (Fault != OidcFault.NoNonce)
        {
            claims["nonce"] = Fault == OidcFault.WrongNonce ? "another" : nonce;
        }

        var now = DateTime.UtcNow;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Fault == OidcFault.WrongIssuer ? "https://evil.example" : Issuer,
            Audience = Fault == OidcFault.WrongAudience ? "another-client" : ClientId,
            IssuedAt = now.AddHours(-2),
            NotBefore = now.AddHours(-2),
            Expires = now.AddMinutes(Fault == OidcFault.Expired ? -30 : 5),
            Claims = claims,
            SigningCredentials = Fault switch
            {
                OidcFault.NoSignature => null,
                OidcFault.StaleKey => new SigningCredentials(stale, SecurityAlgorithms.RsaSha256),
                OidcFault.SymmetricKey => new SigningCredentials(
                    new SymmetricSecurityKey(published.Rsa.ExportSubjectPublicKeyInfo()), SecurityAlgorithms.HmacSha256),
                _ => new SigningCredentials(published, SecurityAlgorithms.RsaSha256),
            },
        };
        return new JsonWebTokenHandler().CreateToken(descriptor);
    }
}
