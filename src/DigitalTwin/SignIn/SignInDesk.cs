using DigitalTwin.Activities;
using Microsoft.AspNetCore.Http;

namespace DigitalTwin.SignIn;

/// <summary>Begins sign-ins, in whatever way the owner proved who they are: on record, and with cookies.</summary>
internal sealed class SignInDesk(OwnerSessionStore sessions, ActivityLog log)
{
    /// <summary>What the log calls acts around a sign-in.</summary>
    public const string Kind = "sign-in";

    /// <summary>Begins one.</summary>
    /// <param name="http">The request, whose answer gets the cookies.</param>
    /// <param name="way">How: <c>password</c> or <c>provider</c>.</param>
    public async Task<SignedInView> OpenAsync(HttpContext http, string way)
    {
        var signedIn = await sessions.OpenAsync(way, http.Request.Headers.UserAgent.ToString(), http.RequestAborted);
        await NoteAsync(signedIn.Session.Id, "SignIn", way);
        return SignInCookies.Set(http, signedIn);
    }

    /// <summary>Writes down what became of a sign-in; it is so already, whoever stops listening.</summary>
    public Task NoteAsync(string session, string what, string? target = null)
        => log.NoteAsync(ActivityLog.New(OwnerActs.Name(session), Kind, what) with { Target = target }, CancellationToken.None);
}
