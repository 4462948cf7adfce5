using Microsoft.AspNetCore.Http;

namespace DigitalTwin.Access.Gate;

/// <summary>The owner, as the gate let them in.</summary>
/// <param name="SessionId">Their sign-in, or <see langword="null"/> for the owner's key.</param>
internal sealed record OwnerCaller(string? SessionId)
{
    /// <summary>The owner whom the gate let in.</summary>
    public static OwnerCaller Of(HttpContext http)
        => http.Features.Get<OwnerCaller>() ?? throw new InvalidOperationException("The endpoint admits not the owner only.");
}

/// <summary>The owner's sign-ins, as the gate asks for them.</summary>
internal interface IOwnerSessions
{
    /// <summary>The owner who signed in, or <see langword="null"/> where the request shows no sign-in.</summary>
    /// <exception cref="Hosting.ProblemException">It shows one that is over, or lacks the header that a page has to send.</exception>
    ValueTask<OwnerCaller?> FindAsync(HttpContext http);
}
