using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.Hosting.Responses;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace DigitalTwin.SignIn.Oidc;

/// <summary>The owner's sign-in with a provider.</summary>
internal sealed partial class OidcEndpoints(
    IOptionsMonitor<OpenIdConnectOptions> handlerOptions,
    IOptions<SignInOptions> options,
    SignInKey keys,
    SignInDesk desk,
    WrongKeys wrong,
    ILoggerFactory loggers)
{
    private readonly ILogger logger = loggers.CreateLogger<OidcEndpoints>();

    /// <summary><c>GET /api/auth/oidc?returnTo=</c>: sends the browser to the provider.</summary>
    public async Task<IResult> BeginAsync(HttpContext http)
    {
        var handler = await HandlerAsync(http);
        try
        {
            await handler.ChallengeAsync(new AuthenticationProperties { RedirectUri = LocalPath(http.Request.Query["returnTo"]) });
            return Results.Empty;
        }
        catch (Exception error) when (error is InvalidOperationException or HttpRequestException or OpenIdConnectProtocolException)
        {
            LogUnreachable(logger, error);
            throw new ProblemException(Problems.SignInUnavailable, "The provider does not answer, or does not know this twin.");
        }
    }

    /// <summary>
    /// <c>GET /api/auth/oidc/callback</c>: where the provider sends it back to. It ends on a page of its own: a redirect would still be the
    /// provider's navigation, with which strict cookies stay away.
    /// </summary>
    public async Task<IResult> EndAsync(HttpContext http)
    {
        var handler = await HandlerAsync(http);
        wrong.CheckMayTry(http.Connection.RemoteIpAddress);
        await handler.HandleRequestAsync();
        var answer = http.Features.Get<OidcAnswer>();
        if (answer?.Principal is not { } who || !IsOwner(who))
        {
            wrong.Failed(http.Connection.RemoteIpAddress);
            LogRefused(logger, answer?.Failure?.GetType().Name ?? "another person");
            return Page(StatusCodes.Status401Unauthorized, "You are not signed in", Reason(answer), "/");
        }

        wrong.Succeeded(http.Connection.RemoteIpAddress);
        await desk.OpenAsync(http, "provider");
        return Page(StatusCodes.Status200OK, "You are signed in", "", LocalPath(answer.ReturnTo));
    }

    /// <summary>A path of the twin's own, or its root: nobody is sent elsewhere from here.</summary>
    internal static string LocalPath(string? path)
        => path is ['/', ..] && path is not ['/', '/' or '\\', ..] && !path.Any(char.IsControl)
            && !path.Contains('\\', StringComparison.Ordinal) ? path : "/";

    private static string Reason(OidcAnswer? answer) => answer?.Principal is null
        ? "The provider's answer is not valid, or came too late. Begin again."
        : "The twin has another owner than the person who signed in there.";

    // The subject, or an e-mail address that the provider says is theirs; never the first one to come.
    private bool IsOwner(ClaimsPrincipal who)
    {
        var owner = options.Value.Owner;
        var isVerified = string.Equals(who.FindFirst("email_verified")?.Value, "true", StringComparison.OrdinalIgnoreCase);
        return owner.Length > 0
            && (who.FindFirst("sub")?.Value == owner
                || (isVerified && string.Equals(who.FindFirst("email")?.Value, owner, StringComparison.OrdinalIgnoreCase)));
    }

    private async Task<OpenIdConnectHandler> HandlerAsync(HttpContext http)
    {
        if (options.Value.Issuer.Length == 0)
        {
            throw new ProblemException(Problems.ProviderUnavailable);
        }

        SecureTransport.Require(http);
        await keys.OfAsync("", http.RequestAborted);
        var handler = new OpenIdConnectHandler(handlerOptions, loggers, HtmlEncoder.Default, UrlEncoder.Default);
        var scheme = new AuthenticationScheme(OidcSetup.Scheme, null, typeof(OpenIdConnectHandler));
        await handler.InitializeAsync(scheme, http);
        return handler;
    }

    private static ContentHttpResult Page(int status, string title, string text, string next)
    {
        var body = $"<h1>{title}</h1><p>{text}</p><p><a href=\"{WebUtility.HtmlEncode(next)}\">Go on</a></p>";
        return HtmlPage.Of(title, body, status, status == StatusCodes.Status200OK ? next : null);
    }

    [LoggerMessage(EventId = 1302, Level = LogLevel.Error, Message = "The provider of the sign-in does not answer as it should")]
    private static partial void LogUnreachable(ILogger logger, Exception error);

    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "A sign-in with the provider was refused: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);
}
