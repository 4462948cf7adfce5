using DigitalTwin.Access.Gate;
using DigitalTwin.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DigitalTwin.OwnerConsole;

/// <summary>
/// The owner's console: its files as they stand in <c>src/console</c>, and the modules of <c>src/widget</c> that it shares.
/// </summary>
internal static class ConsoleFeature
{
    public static IServiceCollection AddConsole(this IServiceCollection services) => services.AddSingleton<ConsoleEndpoints>();

    public static void MapConsole(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/auth", (HttpContext http, ConsoleEndpoints endpoints) => endpoints.GetSignInAsync(http)).Admit(Caller.Anyone)
            .WithName("GetSignIn").WithTags("sign-in").WithSummary("Whether there is an account, and a provider to sign in with")
            .Produces<SignInStatus>();
        routes.MapGet("/api/owner/console", (HttpContext http, ConsoleEndpoints endpoints) => endpoints.GetAsync(http))
            .Admit(Caller.Owner).WithTags("owner")
            .WithName("GetConsole").WithSummary("How the twin is set up, and how news reach a page")
            .Produces<ConsoleView>().ProducesProblems(401, 403);

        // Relative imports are the same in the sources and on the wire.
        routes.MapFile("/owner", "console/index.html");
        routes.MapFolder("/owner", "console");
        routes.MapFolder("/widget", "widget");
    }
}
