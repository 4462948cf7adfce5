using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.SignIn;

/// <summary>
/// The cookies of a sign-in: no script reads them, no other site's page has them sent, no other host sets them. A page of a browser gets
/// its tokens in no other way.
/// </summary>
/// <remarks>https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis, 4.1.3.2 for the prefix.</remarks>
internal static class SignInCookies
{
    /// <summary>The header that a page sends along with what changes something: no other site's page can.</summary>
    public const string CsrfHeader = "X-Twin-CSRF";

    private const string Access = "__Host-twin-access";
    private const string Refresh = "__Host-twin-refresh";

    /// <summary>The access token of the request's cookie, or <see langword="null"/>.</summary>
    public static string? AccessOf(HttpRequest request) => request.Cookies[Access];

    /// <summary>The refresh token of the request's cookie, or <see langword="null"/>.</summary>
    public static string? RefreshOf(HttpRequest request) => request.Cookies[Refresh];

    /// <summary>Sets both cookies, and says what a program needs to know.</summary>
    public static SignedInView Set(HttpContext http, SignedIn signedIn)
    {
        var (cookies, session) = (http.Response.Cookies, signedIn.Session);
        cookies.Append(Access, signedIn.Access, Options(signedIn.AccessExpiresAt));
        cookies.Append(Refresh, signedIn.Refresh, Options(session.ExpiresAt));
        var view = new SignedInView(session.Id, signedIn.AccessExpiresAt, session.ExpiresAt);
        return IsPage(http.Request) ? view : view with { AccessToken = signedIn.Access, RefreshToken = signedIn.Refresh };
    }

    /// <summary>Removes both.</summary>
    public static void Clear(HttpContext http)
    {
        http.Response.Cookies.Delete(Access, Options(null));
        http.Response.Cookies.Delete(Refresh, Options(null));
    }

    /// <summary>Whether the request comes from a page of a browser.</summary>
    public static bool IsPage(HttpRequest request)
        => OriginPolicy.OriginOf(request).Length > 0 || request.Headers.ContainsKey("Sec-Fetch-Site");

    /// <exception cref="ProblemException">The request changes something, and no page of the twin's own may have sent it.</exception>
    public static void CheckIntended(HttpRequest request)
    {
        var isSafe = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (!isSafe && !request.Headers.ContainsKey(CsrfHeader))
        {
            throw new ProblemException(Problems.CsrfHeaderMissing, $"Send the header {CsrfHeader}, with any value.");
        }
    }

    private static CookieOptions Options(DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        Secure = true,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        IsEssential = true,
        Expires = expires,
    };
}
