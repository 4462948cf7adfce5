using DigitalTwin.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace DigitalTwin.SignIn.Oidc;

/// <summary>
/// Sets up ASP.NET Core's handler for the configured provider: authorization code with PKCE, the answer in the query.
/// </summary>
/// <remarks>https://openid.net/specs/openid-connect-core-1_0.html, RFC 7636.</remarks>
internal sealed class OidcSetup(IOptions<SignInOptions> settings, SecretCache secrets, TimeProvider time)
    : IConfigureNamedOptions<OpenIdConnectOptions>
{
    /// <summary>The scheme's name.</summary>
    public const string Scheme = "provider";

    /// <summary>Where the provider sends the browser back to.</summary>
    public const string CallbackPath = "/api/auth/oidc/callback";

    private static readonly TimeSpan StateLifetime = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public void Configure(OpenIdConnectOptions options) => Configure(Scheme, options);

    /// <inheritdoc/>
    public void Configure(string? name, OpenIdConnectOptions options)
    {
        var issuer = settings.Value.Issuer;
        options.Authority = issuer;
        options.RequireHttpsMetadata = issuer.StartsWith("https", StringComparison.OrdinalIgnoreCase);
        options.ClientId = settings.Value.ClientId;
        options.CallbackPath = CallbackPath;
        options.TimeProvider = time;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.GetClaimsFromUserInfoEndpoint = true;
        options.SaveTokens = false;
        options.DisableTelemetry = true;
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.Scope.Add("email");
        options.ClaimActions.MapUniqueJsonKey("email", "email");
        options.ClaimActions.MapUniqueJsonKey("email_verified", "email_verified");
        options.RemoteAuthenticationTimeout = StateLifetime;
        options.ProtocolValidator.NonceLifetime = StateLifetime;
        options.TokenValidationParameters.ClockSkew = TimeSpan.FromMinutes(1);

        // The answer is a plain navigation. Strict cookies would stay away from it, and none of a form post is needed.
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.HttpOnly = true;
        }

        // The secret may be replaced while the twin runs: it is none of the options.
        options.Events.OnPushAuthorization = async context =>
        {
            context.ProtocolMessage.ClientSecret
                = await secrets.GetAsync(SecretNames.OidcClientSecret, context.HttpContext.RequestAborted);
            context.HandleClientAuthentication();
        };
        options.Events.OnAuthorizationCodeReceived = async context => context.TokenEndpointRequest!.ClientSecret
            = await secrets.GetAsync(SecretNames.OidcClientSecret, context.HttpContext.RequestAborted);

        // With this flow the handler takes unsigned tokens, too: it trusts the line that they come by.
        options.Events.OnTokenValidated = context =>
        {
            if (context.SecurityToken.SignatureAlgorithm is null or "" or SecurityAlgorithms.None)
            {
                context.Fail("The token is not signed.");
            }

            return Task.CompletedTask;
        };
        options.Events.OnTicketReceived = context =>
        {
            context.HttpContext.Features.Set(new OidcAnswer(context.Principal, context.ReturnUri, null));
            context.HandleResponse();
            return Task.CompletedTask;
        };
        options.Events.OnRemoteFailure = context =>
        {
            context.HttpContext.Features.Set(new OidcAnswer(null, null, context.Failure));
            context.HandleResponse();
            return Task.CompletedTask;
        };
    }
}

/// <summary>What a provider's answer came to.</summary>
/// <param name="Principal">Who signed in there.</param>
/// <param name="ReturnTo">Where the browser wanted to be.</param>
/// <param name="Failure">Why nobody did.</param>
internal sealed record OidcAnswer(System.Security.Claims.ClaimsPrincipal? Principal, string? ReturnTo, Exception? Failure);
