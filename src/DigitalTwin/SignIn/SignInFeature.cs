using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using DigitalTwin.SignIn.Oidc;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace DigitalTwin.SignIn;

internal static class SignInFeature
{
    public static IServiceCollection AddSignIn(this IServiceCollection services)
        => services.AddSettings<SignInOptions>("SignIn")
            .AddSingleton<SignInKey>()
            .AddSingleton<AccessTokens>()
            .AddSingleton<OwnerSessionStore>()
            .AddSingleton<OwnerAccount>()
            .AddSingleton<IOwnerSessions, SignedInOwners>()
            .AddSingleton<SignInDesk>()
            .AddSingleton<SignInEndpoints>()
            .AddSingleton<SealedState>()
            .AddSingleton<IConfigureOptions<OpenIdConnectOptions>, OidcSetup>()
            .AddSingleton<IPostConfigureOptions<OpenIdConnectOptions>>(
                services => new OpenIdConnectPostConfigureOptions(services.GetRequiredService<SealedState>()))
            .AddSingleton<OidcEndpoints>();

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var auth = routes.MapGroup("/api/auth").WithTags("sign-in");
        auth.MapPost("register", (HttpContext http, SignInEndpoints endpoints) => endpoints.RegisterAsync(http)).Admit(Caller.Owner)
            .WithName("Register").WithSummary("Make the owner's account: once")
            .Accepts<PasswordRequest>("application/json").Produces<SignedInView>(201).ProducesProblems(400, 401, 403, 409, 413, 415, 503);
        auth.MapPost("login", (HttpContext http, SignInEndpoints endpoints) => endpoints.LoginAsync(http)).Admit(Caller.SignIn)
            .WithName("Login").WithSummary("Sign in with a password")
            .Accepts<PasswordRequest>("application/json").Produces<SignedInView>().ProducesProblems(400, 401, 403, 413, 415, 429, 503);
        auth.MapPost("refresh", (HttpContext http, SignInEndpoints endpoints) => endpoints.RefreshAsync(http)).Admit(Caller.SignIn)
            .WithName("Refresh").WithSummary("Exchange a refresh token, which is good once")
            .Accepts<RefreshRequest>("application/json").Produces<SignedInView>().ProducesProblems(400, 401, 403, 413, 415, 503);
        auth.MapPost("logout", (HttpContext http, SignInEndpoints endpoints) => endpoints.LogoutAsync(http)).Admit(Caller.SignIn)
            .WithName("Logout").WithSummary("End the sign-in").Produces(204).ProducesProblems(400, 403, 413, 415, 503);
        auth.MapPut("password", (HttpContext http, SignInEndpoints endpoints) => endpoints.ChangeAsync(http)).Admit(Caller.Owner)
            .WithName("ChangePassword").WithSummary("Set another password; all other sign-ins end")
            .Accepts<NewPasswordRequest>("application/json").Produces(204).ProducesProblems(400, 401, 403, 404, 413, 415, 429);
        auth.MapGet("sessions", (HttpContext http, SignInEndpoints endpoints) => endpoints.ListAsync(http)).Admit(Caller.Owner)
            .WithName("GetOwnerSessions").WithSummary("The open sign-ins").Produces<OwnerSessionList>().ProducesProblems(401, 403);
        auth.MapDelete("sessions", (HttpContext http, SignInEndpoints endpoints) => endpoints.EndAllAsync(http)).Admit(Caller.Owner)
            .WithName("EndOwnerSessions").WithSummary("End all sign-ins").Produces(204).ProducesProblems(401, 403);
        auth.MapDelete("sessions/{id}", (HttpContext http, string id, SignInEndpoints endpoints) => endpoints.EndAsync(http, id))
            .Admit(Caller.Owner)
            .WithName("EndOwnerSession").WithSummary("End a sign-in").Produces(204).ProducesProblems(401, 403, 404);
        auth.MapGet("oidc", (HttpContext http, OidcEndpoints endpoints) => endpoints.BeginAsync(http)).Admit(Caller.Anyone)
            .WithName("BeginOidc").WithSummary("Sign in with the provider: query 'returnTo'").Produces(302).ProducesProblems(403, 501, 503);
        auth.MapGet("oidc/callback", (HttpContext http, OidcEndpoints endpoints) => endpoints.EndAsync(http)).Admit(Caller.Anyone)
            .WithName("EndOidc").WithSummary("Where the provider sends the browser back to").Produces(200).ProducesProblems(403, 429, 501);
    }
}
