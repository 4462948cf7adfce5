using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.SignIn;

/// <summary>A name and a password.</summary>
public sealed record PasswordRequest
{
    /// <summary>The owner's e-mail address, up to 200 characters; it is a name only, and nothing is sent to it.</summary>
    public string? Email { get; init; }

    /// <summary>The password: 12 to 200 characters, at least 5 different ones, and not the e-mail address.</summary>
    public string? Password { get; init; }
}

/// <summary>A change of the password.</summary>
public sealed record NewPasswordRequest
{
    /// <summary>The password so far; not asked for with the owner's key.</summary>
    public string? Current { get; init; }

    /// <summary>The new one.</summary>
    public string? Password { get; init; }
}

/// <summary>A refresh token, of a caller that has no cookies.</summary>
public sealed record RefreshRequest
{
    /// <summary>The token.</summary>
    public string? RefreshToken { get; init; }
}

/// <summary>The owner's sign-in with a password, and what is done with sign-ins.</summary>
internal sealed class SignInEndpoints(OwnerAccount account, OwnerSessionStore sessions, SignInDesk desk, WrongKeys wrong)
{
    private const int LongestEmail = 200;
    private const int ShortestPassword = 12;
    private const int LongestPassword = 200;
    private const int LeastDifferent = 5;

    /// <summary><c>POST /api/auth/register</c></summary>
    public async Task<IResult> RegisterAsync(HttpContext http)
    {
        SecureTransport.Require(http);
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.PasswordRequest);
        CheckEmail(request.Email);
        CheckNew(request.Password, request.Email);
        return await account.RegisterAsync(request.Email!, request.Password!, http.RequestAborted)
            ? await OpenAsync(http, StatusCodes.Status201Created)
            : throw new ProblemException(Problems.AlreadyRegistered);
    }

    /// <summary><c>POST /api/auth/login</c></summary>
    public async Task<IResult> LoginAsync(HttpContext http)
    {
        SecureTransport.Require(http);
        var request = await RequestBody.ReadAsync(http, ProductJson.Api.PasswordRequest);
        RequestBody.RequireText(request.Email, LongestEmail, "email");
        RequestBody.RequireText(request.Password, LongestPassword, "password");
        var address = http.Connection.RemoteIpAddress;
        wrong.CheckMayTry(address);
        if (!await account.CheckAsync(request.Email, request.Password, http.RequestAborted))
        {
            wrong.Failed(address);
            throw new ProblemException(Problems.SignInRefused);
        }

        wrong.Succeeded(address);
        return await OpenAsync(http, StatusCodes.Status200OK);
    }

    /// <summary><c>POST /api/auth/refresh</c></summary>
    public async Task<IResult> RefreshAsync(HttpContext http)
    {
        SecureTransport.Require(http);
        var token = await TokenAsync(http) ?? throw new ProblemException(Problems.SignInExpired);
        var (signedIn, stolen) = await sessions.RefreshAsync(token, http.RequestAborted);
        if (stolen is not null)
        {
            await desk.NoteAsync(stolen, "TokenReused");
        }

        if (signedIn is null)
        {
            SignInCookies.Clear(http);
            throw new ProblemException(Problems.SignInExpired);
        }

        return TypedResults.Json(SignInCookies.Set(http, signedIn), ProductJson.Api.SignedInView);
    }

    /// <summary><c>POST /api/auth/logout</c>: whatever is shown, nothing of it opens anything afterwards.</summary>
    public async Task<IResult> LogoutAsync(HttpContext http)
    {
        if (await TokenAsync(http) is { } token && await sessions.SessionOfAsync(token, http.RequestAborted) is { } session)
        {
            if (await sessions.EndAsync(session, http.RequestAborted))
            {
                await desk.NoteAsync(session, "SignOut");
            }
        }

        SignInCookies.Clear(http);
        return TypedResults.NoContent();
    }

    /// <summary><c>PUT /api/auth/password</c>: all other sign-ins end.</summary>
    public async Task<IResult> ChangeAsync(HttpContext http)
    {
        SecureTransport.Require(http);
        var (owner, request) = (OwnerCaller.Of(http), await RequestBody.ReadAsync(http, ProductJson.Api.NewPasswordRequest));
        CheckNew(request.Password, null);
        wrong.CheckMayTry(http.Connection.RemoteIpAddress);
        if (owner.SessionId is not null && !await account.CheckAsync(null, request.Current ?? "", http.RequestAborted))
        {
            wrong.Failed(http.Connection.RemoteIpAddress);
            throw new ProblemException(Problems.SignInRefused);
        }

        if (!await account.ChangeAsync(request.Password!, http.RequestAborted))
        {
            throw new ProblemException(Problems.ItemNotFound, "There is no account yet: POST /api/auth/register makes it.");
        }

        await sessions.EndAllAsync(owner.SessionId, http.RequestAborted);
        return TypedResults.NoContent();
    }

    /// <summary><c>GET /api/auth/sessions</c></summary>
    public async Task<IResult> ListAsync(HttpContext http)
    {
        var current = OwnerCaller.Of(http).SessionId;
        var open = await sessions.ListAsync(http.RequestAborted);
        var marked = open.Select(session => session with { IsCurrent = session.Id == current });
        return TypedResults.Json(new OwnerSessionList([.. marked]), ProductJson.Api.OwnerSessionList);
    }

    /// <summary><c>DELETE /api/auth/sessions/{id}</c></summary>
    public async Task<IResult> EndAsync(HttpContext http, string id)
        => await sessions.EndAsync(id, http.RequestAborted)
            ? TypedResults.NoContent()
            : throw new ProblemException(Problems.ItemNotFound);

    /// <summary><c>DELETE /api/auth/sessions</c>: the one that asks, too.</summary>
    public async Task<IResult> EndAllAsync(HttpContext http)
    {
        await sessions.EndAllAsync(null, http.RequestAborted);
        SignInCookies.Clear(http);
        return TypedResults.NoContent();
    }

    private async Task<IResult> OpenAsync(HttpContext http, int status)
        => TypedResults.Json(await desk.OpenAsync(http, "password"), ProductJson.Api.SignedInView, statusCode: status);

    // Of the body where there is one, else of the cookie.
    private static async Task<string?> TokenAsync(HttpContext http)
    {
        if (http.Request.ContentLength is > 0 || http.Request.Headers.TransferEncoding.Count > 0)
        {
            return (await RequestBody.ReadAsync(http, ProductJson.Api.RefreshRequest)).RefreshToken;
        }

        if (SignInCookies.RefreshOf(http.Request) is not { } token)
        {
            return null;
        }

        SignInCookies.CheckIntended(http.Request);
        return token;
    }

    private static void CheckEmail(string? email)
    {
        RequestBody.RequireText(email, LongestEmail, "email");
        if (email.Trim().Split('@') is not [var name, var host] || VisibleText.IsBlank(name) || VisibleText.IsBlank(host))
        {
            throw new ProblemException(Problems.InvalidField, "An e-mail address.", ["email"]);
        }
    }

    // Length is what counts: https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver
    private static void CheckNew(string? password, string? email)
    {
        var isFine = password is { Length: >= ShortestPassword and <= LongestPassword }
            && password.Distinct().Count() >= LeastDifferent
            && !string.Equals(password, email, StringComparison.OrdinalIgnoreCase);
        if (!isFine)
        {
            throw new ProblemException(
                Problems.InvalidField,
                $"{ShortestPassword} to {LongestPassword} characters, {LeastDifferent} different ones, and not the e-mail address.",
                ["password"]);
        }
    }
}
