using DigitalTwin.Access;
using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.SignIn;

/// <summary>Recognizes an owner who signed in, by cookie or by bearer token, as the gate asks.</summary>
internal sealed class SignedInOwners(AccessTokens tokens, OwnerSessionStore sessions) : IOwnerSessions
{
    /// <inheritdoc/>
    public async ValueTask<OwnerCaller?> FindAsync(HttpContext http)
    {
        var bearer = BearerToken.Of(http.Request);
        if (bearer is not null && !AccessTokens.IsLike(bearer))
        {
            return null;
        }

        if ((bearer ?? SignInCookies.AccessOf(http.Request)) is not { } token)
        {
            return null;
        }

        var session = await tokens.ReadAsync(token, http.RequestAborted);
        if (session is null || !await sessions.IsOpenAsync(session, http.RequestAborted))
        {
            throw new ProblemException(Problems.SignInExpired);
        }

        if (bearer is null)
        {
            SignInCookies.CheckIntended(http.Request);
        }

        return new OwnerCaller(session);
    }
}
